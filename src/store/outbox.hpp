#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kit/log.hpp"
#include "store/database.hpp"

namespace jizhi::store {

/// Something that leaves the database: a message, a call to another system.
struct Parcel {
    std::string id;  ///< the same at each attempt, so that who receives it twice can tell
    std::string kind;
    Value payload;
    int attempts = 0;
};

/// Puts a parcel down in the transaction of the command that sends it; the id.
std::string post(Tx& tx, std::string_view kind, Value const& payload);

/// Delivers what was posted, at least once, later and later while that fails. One thread calls
/// `deliver_due` from time to time; several servers may do so at once.
class Outbox {
public:
    using Deliver = std::function<Result<void>(Parcel const&)>;
    Outbox(Database& database, Clock const& clock, Log& log)
        : database_(database), clock_(clock), log_(log) {}

    /// Before the first delivery.
    void on(std::string kind, Deliver deliver) { kinds_[std::move(kind)] = std::move(deliver); }
    /// How many were delivered.
    int deliver_due();

private:
    std::vector<Parcel> take_due();
    void settle(Parcel const& parcel, Result<void> const& result);

    Database& database_;
    Clock const& clock_;
    Log& log_;
    std::map<std::string, Deliver, std::less<>> kinds_;
};

}  // namespace jizhi::store
