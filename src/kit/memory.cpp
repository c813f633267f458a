#include "kit/memory.hpp"

#include <malloc.h>

namespace jizhi {

void give_back_memory() { malloc_trim(0); }

}  // namespace jizhi
