#include "cli/pack_watch.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <utility>

#include "decision/differing.hpp"
#include "kit/ids.hpp"
#include "pack/check.hpp"
#include "pack/deployment.hpp"
#include "pack/scenario.hpp"

namespace jizhi::cli {
namespace {

constexpr auto look_each = std::chrono::milliseconds(700);

std::string said(Error const& error) {
    return fmt::format("{}: {} / {}", error.where, error.zh, error.en);
}

}  // namespace

PackWatch::PackWatch(api::App& app, std::filesystem::path folder, Say say)
    : app_(app),
      folder_(std::move(folder)),
      say_(std::move(say)),
      thread_(std::jthread([this] { run(); })) {}

PackWatch::~PackWatch() {
    {
        std::scoped_lock const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
}

void PackWatch::run() {
    std::unique_lock lock(mutex_);
    do {
        lock.unlock();
        try {
            look();
        } catch (std::exception const& problem) {
            say_(problem.what());
        }
        lock.lock();
    } while (!wake_.wait_for(lock, look_each, [this] { return stopping_; }));
}

/// Deploys where the files are others than at the last look; one that cannot be read counts too.
void PackWatch::look() {
    auto const packs = pack::read_packs(folder_);
    std::string now = packs ? "" : said(packs.error());
    if (packs)
        for (auto const& folder : *packs) now += folder.place + " " + folder.digest() + "\n";
    if (std::exchange(seen_, now) == now) return;
    if (!packs) return say_(now);
    auto const all = pack::with_dependencies(*packs);
    auto const errors = pack::check(all);
    for (auto const& error : errors) say_(said(error));
    if (!errors.empty()) return;
    auto const done = app_.writer->run(
        {.id = app_.ids->next(), .name = "pack.deploy", .actor = "system", .payload = Value(now)},
        [&](store::Tx& tx) { return app_.packs->deploy(tx, all, pack::From::workshop); });
    if (!done) return say_(said(done.error()));
    for (auto const& name : (*done)["deployed"].list()) say_("deployed " + name.string());
    if (!(*done)["deployed"].list().empty()) app_.differing->scan_later();
}

}  // namespace jizhi::cli
