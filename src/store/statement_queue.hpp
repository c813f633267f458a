#pragma once
#include <array>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "store/connection.hpp"

namespace jizhi::store {

/// Statements that a thread of its own carries out, in order, while whoever hands them over makes
/// the next ones ready. One thread hands over; it waits where many are not carried out yet.
class StatementQueue {
public:
    using CarryOut = std::function<void(std::string_view sql, std::span<Bind const> binds)>;
    explicit StatementQueue(CarryOut carry_out);
    ~StatementQueue();
    StatementQueue(StatementQueue const&) = delete;
    StatementQueue& operator=(StatementQueue const&) = delete;

    /// Copies the statement and its values.
    void push(std::string_view sql, std::span<Bind const> binds);
    /// Waits until nothing is left to do.
    void settle() noexcept;
    /// Like `settle`; throws what the first statement that failed threw, once. Those after it were
    /// not carried out.
    void drain();

private:
    /// A statement with its values, whose bytes stand one after another. Stays where it is.
    class Kept {
    public:
        void keep(std::string_view sql, std::span<Bind const> binds);
        void carry_out(CarryOut const& how) const { how(sql_, binds_); }

    private:
        std::string bytes_;  ///< what the others are views of
        std::string_view sql_;
        std::vector<Bind> binds_;
    };
    static constexpr std::size_t kept_max = 256;

    void loop();
    void tell();
    /// Until `reached`: looks a few times, for it is a matter of microseconds, then sleeps.
    template <class Reached>
    void await(Reached const& reached);

    CarryOut carry_out_;
    std::array<Kept, kept_max> ring_;
    std::atomic<std::size_t> pushed_ = 0, done_ = 0;
    std::exception_ptr failure_;  ///< the thread's until `settle` has seen all done
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::condition_variable moved_;
    std::atomic<int> sleeping_ = 0;
    std::thread thread_;
};

}  // namespace jizhi::store
