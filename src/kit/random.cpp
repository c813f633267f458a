#include "kit/random.hpp"

#include <pthread.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace jizhi {

namespace {

/// Bytes of the operating system kept ready for one thread: asking it costs more than the bytes of
/// an id or a nonce. Each byte is given once and wiped.
class Ready {
public:
    void give(unsigned char* out, std::size_t size) {
        if (size > left_) refill();
        auto* const from = bytes_.data() + (bytes_.size() - left_);
        std::memcpy(out, from, size);
        sodium_memzero(from, size);
        left_ -= size;
    }
    void forget() { left_ = 0; }
    static constexpr std::size_t bytes_kept = 4'096;

private:
    void refill() {
        randombytes_buf(bytes_.data(), bytes_.size());
        left_ = bytes_.size();
    }
    std::array<unsigned char, bytes_kept> bytes_{};
    std::size_t left_ = 0;
};

thread_local Ready ready;

/// A child process must not give out again what its parent gives out.
bool start() {
    return sodium_init() >= 0 && pthread_atfork(nullptr, nullptr, [] { ready.forget(); }) == 0;
}

}  // namespace

void SystemRandom::fill(void* bytes, std::size_t size) {
    static bool const started = start();
    if (!started) std::abort();  // a system without randomness must not make keys
    if (size > Ready::bytes_kept / 8) return randombytes_buf(bytes, size);
    ready.give(static_cast<unsigned char*>(bytes), size);
}

void SeededRandom::fill(void* bytes, std::size_t size) {
    auto* out = static_cast<unsigned char*>(bytes);
    while (size > 0) {
        auto z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        z ^= z >> 31U;
        auto const n = std::min(size, sizeof z);
        std::memcpy(out, &z, n);
        out += n;
        size -= n;
    }
}

}  // namespace jizhi
