#pragma once
#include <cstdint>
#include <cstring>
#include <string>

namespace jizhi {

/// Where randomness comes from, so that a whole run can be replayed from a seed.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(void* bytes, std::size_t size) = 0;

    [[nodiscard]] std::string bytes(std::size_t size) {
        std::string out(size, '\0');
        fill(out.data(), size);
        return out;
    }
};

/// The operating system's generator. Thread-safe.
class SystemRandom : public Random {
public:
    void fill(void* bytes, std::size_t size) override;
};

/// The same bytes for the same seed (splitmix64). For tests and simulations; never for secrets.
class SeededRandom : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(void* bytes, std::size_t size) override;

private:
    std::uint64_t state_;
};

}  // namespace jizhi
