#pragma once
#include <memory>
#include <span>

#include "kit/random.hpp"
#include "store/keys.hpp"
#include "store/migration.hpp"
#include "store/writer.hpp"

namespace jizhi::audit {

[[nodiscard]] store::Migrations migrations();

/// Numbers the events of each batch and chains them, in the batch's own transaction: a committed
/// event is a sealed event. docs/formats.md says what is hashed. Watches a writer; keeps no state
/// of its own, so that several servers may share one database.
class Sealer : public store::EventWatcher {
public:
    /// Both outlive the writer.
    Sealer(store::Keys const& keys, Random& random) : keys_(keys), random_(random) {}
    void before_commit(store::Connection& sql, std::span<store::StoredEvent const> events) override;
    void after_commit(std::span<store::StoredEvent const>) override {}

private:
    store::Keys const& keys_;
    Random& random_;
};

}  // namespace jizhi::audit
