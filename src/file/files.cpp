#include "file/files.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "kit/crypto.hpp"
#include "kit/text.hpp"

namespace jizhi::file {
namespace {

namespace fs = std::filesystem;

std::string name_of(std::string_view bytes) { return text::hex(crypto::sm3(bytes)); }

std::unexpected<Error> cannot_write(fs::path const& path) {
    auto const* const why = std::strerror(errno);
    return fail("file.cannot_write", path.string(),
                fmt::format("文件无法保存：{}，请检查磁盘", why),
                fmt::format("the file cannot be kept: {}; check the disk", why));
}

std::unexpected<Error> missing(std::string_view digest) {
    return fail("file.missing", std::string(digest), "没有这个文件", "there is no such file");
}

Result<std::string> checked(std::string bytes, std::string_view digest) {
    if (name_of(bytes) != digest)
        return fail("file.damaged", std::string(digest), "文件内容已损坏，请从备份恢复",
                    "the file is damaged; restore it from a backup");
    return bytes;
}

bool write_all(int out, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::write(out, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

void sync_folder(fs::path const& folder) {
    auto const f = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f < 0) return;
    ::fsync(f);
    ::close(f);
}

void note(store::Tx& tx, std::string_view digest, std::size_t size, store::Bind content) {
    tx.sql().execute(R"(
        INSERT INTO file (digest, size, kept_at, content) VALUES (?, ?, ?, ?)
        ON CONFLICT (digest) DO NOTHING)",
                     {digest, static_cast<std::int64_t>(size), tx.now(), content});
}

/// DIR/files/ab/abcd…
class FolderFiles : public Files {
public:
    explicit FolderFiles(fs::path folder) : folder_(std::move(folder)) {}

    Result<void> stage(std::string_view bytes) override {
        auto const path = path_of(name_of(bytes));
        struct stat found {};
        bool const there =
            ::stat(path.c_str(), &found) == 0 && found.st_size == static_cast<off_t>(bytes.size());
        // Touched, so that a sweep does not take it before the command that owns it commits.
        if (there) return ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0), Result<void>();
        return write(path, bytes);
    }

    Result<std::string> put(store::Tx& tx, std::string_view bytes) override {
        CHECK_OK(stage(bytes));
        auto digest = name_of(bytes);
        note(tx, digest, bytes.size(), nullptr);
        return digest;
    }

    Result<std::string> get(store::Connection&, std::string_view digest) const override {
        if (!text::unhex(digest) || digest.size() != 2 * crypto::sm3_bytes) return missing(digest);
        std::ifstream in(path_of(digest), std::ios::binary);
        if (!in) return missing(digest);
        return checked({std::istreambuf_iterator<char>(in), {}}, digest);
    }

    int sweep(store::Connection& sql, Micros now) override;

private:
    [[nodiscard]] fs::path path_of(std::string_view digest) const {
        return folder_ / digest.substr(0, 2) / digest;
    }

    /// Under another name first: a file with its final name is always whole.
    Result<void> write(fs::path const& path, std::string_view bytes) {
        static std::atomic<int> count = 0;
        std::error_code error;
        if (fs::create_directories(path.parent_path(), error)) sync_folder(folder_);
        auto const fresh = fmt::format("{}.new-{}-{}", path.string(), getpid(), ++count);
        auto const out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (out < 0) return cannot_write(path);
        bool const written = write_all(out, bytes) && ::fsync(out) == 0;
        if (::close(out) != 0 || !written || ::rename(fresh.c_str(), path.c_str()) != 0) {
            auto const bad = cannot_write(path);
            ::unlink(fresh.c_str());
            return bad;
        }
        sync_folder(path.parent_path());
        return {};
    }

    fs::path folder_;
};

int FolderFiles::sweep(store::Connection& sql, Micros now) {
    constexpr Micros day = 86'400'000'000;
    int swept = 0;
    std::error_code error;
    for (auto const& entry : fs::recursive_directory_iterator(folder_, error)) {
        struct stat found {};
        if (!entry.is_regular_file(error) || ::stat(entry.path().c_str(), &found) != 0) continue;
        if (found.st_mtim.tv_sec * Micros{1'000'000} > now - day) continue;
        auto const name = entry.path().filename().string();
        if (sql.integer("SELECT count(*) FROM file WHERE digest = ?", {name}) == 0 &&
            fs::remove(entry.path(), error))
            ++swept;
    }
    return swept;
}

class TableFiles : public Files {
public:
    Result<void> stage(std::string_view) override { return {}; }

    Result<std::string> put(store::Tx& tx, std::string_view bytes) override {
        auto digest = name_of(bytes);
        note(tx, digest, bytes.size(), store::BlobView{bytes});
        return digest;
    }

    Result<std::string> get(store::Connection& sql, std::string_view digest) const override {
        std::string bytes;
        bool found = false;
        sql.query("SELECT content FROM file WHERE digest = ?", {digest},
                  [&](store::Row const& row) {
                      bytes = row.blob(0);
                      found = true;
                  });
        if (!found) return missing(digest);
        return checked(std::move(bytes), digest);
    }

    int sweep(store::Connection&, Micros) override { return 0; }
};

}  // namespace

store::Migrations migrations() {
    return {{"file", 1, R"(
        CREATE TABLE file (
            digest TEXT NOT NULL PRIMARY KEY,
            size BIGINT NOT NULL,
            kept_at BIGINT NOT NULL,
            content BLOB);
        CREATE TABLE backup (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            path TEXT NOT NULL,
            error TEXT NOT NULL,
            at BIGINT NOT NULL,
            bytes BIGINT NOT NULL);)"}};
}

std::unique_ptr<Files> open(store::Place const& place) {
    if (!place.server.empty()) return std::make_unique<TableFiles>();
    return std::make_unique<FolderFiles>(place.folder / "files");
}

}  // namespace jizhi::file
