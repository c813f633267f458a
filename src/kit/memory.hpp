#pragma once

namespace jizhi {

/// Gives back to the system what is free: after work that comes seldom and needs much memory.
void give_back_memory();

/// Does so at the end of a block, however it is left.
struct MemoryGivenBack {
    MemoryGivenBack() = default;
    ~MemoryGivenBack() { give_back_memory(); }
    MemoryGivenBack(MemoryGivenBack const&) = delete;
    MemoryGivenBack& operator=(MemoryGivenBack const&) = delete;
};

}  // namespace jizhi
