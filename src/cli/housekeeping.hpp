#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/app.hpp"

namespace jizhi::cli {

/// What a server does by itself, on one thread: things each minute, and things once a day after
/// midnight at the deployment's place. A failure is logged and the rest goes on.
class Housekeeping {
public:
    explicit Housekeeping(api::App const& app);
    ~Housekeeping();  ///< ends the thread
    Housekeeping(Housekeeping const&) = delete;
    Housekeeping& operator=(Housekeeping const&) = delete;

    void each_minute(std::string name, std::function<void()> work);
    void each_day(std::string name, std::function<void()> work);
    void start();

private:
    struct Duty {
        std::string name;
        std::function<void()> work;
    };
    void run();
    void perform(std::vector<Duty> const& duties);

    api::App const& app_;
    std::vector<Duty> minutely_, daily_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::jthread thread_;
};

/// Changes whose day has come become current. At start, and each day.
void roll_records_forward(api::App const& app);

/// The duties that every deployment has: sessions, the day's divisions, changes that fall due, and
/// what others changed since the event numbered `known`, the newest when `app` was made.
void add_usual_duties(Housekeeping& housekeeping, api::App const& app, std::int64_t known);

}  // namespace jizhi::cli
