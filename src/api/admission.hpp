#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace jizhi::api {

/// Counts what is held open, in all and for each account, and lets no more in than the bounds.
/// Thread-safe.
class Admissions : public std::enable_shared_from_this<Admissions> {
public:
    struct Bounds {
        int all, per_account;
    };
    explicit Admissions(Bounds bounds) : bounds_(bounds) {}

    /// A place that is given back when the ticket goes; null where all are taken.
    [[nodiscard]] std::shared_ptr<void> enter(std::string const& account);
    [[nodiscard]] int inside() const;

private:
    void leave(std::string const& account);

    Bounds bounds_;
    mutable std::mutex mutex_;
    int inside_ = 0;
    std::map<std::string, int> by_account_;
};

}  // namespace jizhi::api
