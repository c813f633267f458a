#include "report/zip_archive.hpp"

#include <zip.h>

#include <array>

namespace jizhi::report {
namespace {

std::unexpected<Error> broken() {
    return fail("sheet.broken", "", "文件已损坏，打不开；请在 WPS 或 Excel 里重新保存再传",
                "the file is damaged and cannot be opened; save it again and upload that");
}

std::unexpected<Error> too_large(std::string const& part) {
    return fail("sheet.part_too_large", part, "文件解开后过大，可能不是正常的表格",
                "the file unpacks to far more than a spreadsheet holds");
}

}  // namespace

Result<ZipArchive> ZipArchive::open(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) return broken();
    auto* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == nullptr) {
        zip_source_free(source);
        return broken();
    }
    return ZipArchive(std::shared_ptr<void>(
        archive, [](void* opened) { zip_discard(static_cast<zip_t*>(opened)); }));
}

Result<std::string> ZipArchive::part(std::string const& name, std::size_t bytes_max) const {
    auto* archive = static_cast<zip_t*>(archive_.get());
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(archive, name.c_str(), 0, &stat) != 0) return std::string{};
    if (stat.size > bytes_max) return too_large(name);
    std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
        zip_fopen_index(archive, stat.index, 0), zip_fclose);
    if (!file) return broken();
    std::string text;
    text.reserve(stat.size);
    std::array<char, 1 << 16> buffer{};
    for (;;) {
        auto const got = zip_fread(file.get(), buffer.data(), buffer.size());
        if (got < 0) return broken();
        if (got == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.size() > bytes_max) return too_large(name);
    }
}

}  // namespace jizhi::report
