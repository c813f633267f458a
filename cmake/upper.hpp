// What the folders from record up read besides the standard headers, precompiled where JIZHI_PCH
// is on. As in standard.hpp, every file includes what it uses.
#include "standard.hpp"

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "dmn/model.hpp"
#include "feel/expression.hpp"
#include "people/actor.hpp"
#include "people/scope.hpp"
#include "record/catalog.hpp"
#include "record/change.hpp"
#include "store/keys.hpp"
#include "store/writer.hpp"
#include "value/json.hpp"
#include "value/yaml.hpp"
