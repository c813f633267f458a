# Puts a folder of texts into the program: writes OUT, a C++ file in which FUNCTION gives each file
# of PACKS as a raw string. Run as a script by the build whenever a file of the folder has changed.
#   cmake -DPACKS=dir -DFUNCTION=shipped_files -DOUT=file.cpp -P packs.cmake
file(GLOB_RECURSE paths RELATIVE "${PACKS}" "${PACKS}/*")
list(FILTER paths EXCLUDE REGEX "^examples/|(^|/)\\.|~$")
list(FILTER paths EXCLUDE REGEX "^README.md$")  # files beside the packs belong to none
list(SORT paths)
set(text "// Made from packs/ by cmake/packs.cmake.\n#include <array>\n\n#include \"pack/shipped.hpp\"\n\n")
string(APPEND text "namespace jizhi::pack {\nnamespace {\n\n")
set(count 0)
set(table "")
foreach(path IN LISTS paths)
  file(READ "${PACKS}/${path}" content)
  string(APPEND text "constexpr char file_${count}[] = R\"jizhi_pack(")
  string(APPEND text "${content}")
  string(APPEND text ")jizhi_pack\";\n")
  string(APPEND table
         "    ShippedFile{\"${path}\", {file_${count}, sizeof(file_${count}) - 1}},\n")
  math(EXPR count "${count} + 1")
endforeach()
string(APPEND text "\nconstexpr std::array<ShippedFile, ${count}> files{{\n${table}}};\n\n}  // namespace\n\n")
string(APPEND text "std::span<ShippedFile const> ${FUNCTION}() { return files; }\n\n}  // namespace jizhi::pack\n")
file(WRITE "${OUT}" "${text}")
