#include "kit/random.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>

namespace jizhi {

void SystemRandom::fill(void* bytes, std::size_t size) {
    static bool const ready = sodium_init() >= 0;
    if (!ready) std::abort();  // a system without randomness must not make keys
    randombytes_buf(bytes, size);
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
