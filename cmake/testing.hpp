// What tests read besides the standard headers, precompiled where JIZHI_PCH is on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "standard.hpp"
