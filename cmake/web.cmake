# Packs web/dist, where it was built, into the binary (see pack_web.cpp and src/net/assets.cpp).
# Without it the server shows a page that says so.
file(GLOB_RECURSE web_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/dist/*)
if(web_files)
  add_executable(pack_web cmake/pack_web.cpp)
  target_link_libraries(pack_web PkgConfig::BROTLIENC ZLIB::ZLIB)
  set(web_pack ${CMAKE_BINARY_DIR}/web.pack)
  add_custom_command(OUTPUT ${web_pack}
    COMMAND pack_web ${CMAKE_SOURCE_DIR}/web/dist ${web_pack}
    DEPENDS pack_web ${web_files}
    COMMENT "Packing the web pages" VERBATIM)
  set_source_files_properties(src/net/assets.cpp PROPERTIES
    COMPILE_DEFINITIONS "JIZHI_WEB_PACK=\"${web_pack}\""
    OBJECT_DEPENDS ${web_pack})
endif()
