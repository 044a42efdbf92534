// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/logo_presenter.h"

#include "db/outlets.h"
#include "db/photos.h"
#include "db/settings.h"
#include "photo/client.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <span>

namespace bayline::desktop {

namespace {

using Jpeg = LogoPresenter::Jpeg;

core::Refusal Refuse(const char* sentence)
{
    return {.code = "logo.file", .sentence = sentence, .arguments = {}, .field = "logo"};
}

core::Outcome<Jpeg> ReadFile(const std::string& path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file) {
        return Refuse(N_("This file cannot be read."));
    }
    if (size > LogoPresenter::kMostBytes) {
        return Refuse(N_("A logo may have at most 4 MB. Please choose a smaller file."));
    }
    Jpeg bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    constexpr std::array<std::uint8_t, 3> kJpeg = {0xFF, 0xD8, 0xFF};
    constexpr std::array<std::uint8_t, 4> kPng = {0x89, 'P', 'N', 'G'};
    const auto begins = [&](const auto& with) {
        return bytes.size() > with.size() && std::equal(with.begin(), with.end(), bytes.begin());
    };
    if (!begins(kJpeg) && !begins(kPng)) {
        return Refuse(N_("A logo is a JPEG or PNG picture. Please choose another file."));
    }
    return bytes;
}

core::Outcome<Jpeg> ReadLogo(const std::string& path, const LogoPresenter::Shrink& shrink)
{
    const auto file = ReadFile(path);
    if (!file) {
        return file.Refusals();
    }
    auto processed = photo::ProcessPhoto(file.Value(), std::filesystem::path(path).filename().string());
    if (!processed) {
        return processed.Refusals();
    }
    const auto& picture = processed.Value();
    if (std::max(picture.width, picture.height) < LogoPresenter::kLeastSide) {
        return Refuse(N_("This picture is too small to print. Please choose one of at least 32 pixels."));
    }
    return shrink(picture.large, LogoPresenter::kLongestSide);
}

} // namespace

reports::PicturePtr LoadLogo(db::Connection& connection, const std::string& sha256)
{
    static std::mutex mutex;
    static std::pair<std::string, reports::PicturePtr> kept;
    if (sha256.empty()) {
        return nullptr;
    }
    const std::lock_guard lock(mutex);
    if (kept.first != sha256) {
        const auto bytes = db::LoadBlob(connection, sha256);
        kept = {sha256, reports::PictureFromJpeg(std::string(bytes.begin(), bytes.end()))};
    }
    return kept.second;
}

LogoHome LogoOfShop()
{
    return {.read = [](db::Connection& connection) { return db::LoadOwnShop(connection).logo; },
            .keep =
                [](db::Connection& connection, const db::Session& session, core::OperationId operation,
                   const std::string& logo) {
                    const auto before = db::LoadOwnShop(connection);
                    auto after = before;
                    after.logo = logo;
                    return db::ChangeShop(connection, session, operation, before, after);
                }};
}

LogoHome LogoOfOutlet(core::OutletId outlet)
{
    const auto find = [outlet](db::Connection& connection) {
        const auto outlets = db::LoadOutlets(connection);
        const auto found = std::ranges::find(outlets, outlet, &core::Outlet::id);
        return found == outlets.end() ? core::Outlet{} : *found;
    };
    return {.read = [find](db::Connection& connection) { return find(connection).own.logo; },
            .keep =
                [find](db::Connection& connection, const db::Session& session, core::OperationId operation,
                       const std::string& logo) {
                    const auto before = find(connection);
                    auto after = before;
                    after.own.logo = logo;
                    return db::SaveOutlet(connection, session, operation, before, after);
                },
            .overShop = true};
}

/// What keeping a logo brought.
struct LogoPresenter::Chosen
{
    std::shared_ptr<const Jpeg> picture;
    std::vector<core::Refusal> refusals;
};

void LogoPresenter::Load()
{
    m_state.mayChange = m_context.person.role == core::Role::Manager;
    m_try = std::make_shared<SameTry>();
    Start(
        m_context.jobs, m_load,
        [read = m_home.read](db::Connection& connection) -> std::shared_ptr<const Jpeg> {
            const auto logo = read(connection);
            return logo.empty() ? nullptr : std::make_shared<const Jpeg>(db::LoadBlob(connection, logo));
        },
        [this](std::shared_ptr<const Jpeg> picture) {
            m_state.picture = std::move(picture);
            m_changed();
        },
        [this](const core::Failure& failure) { Say(m_context.Say(failure), true); });
}

void LogoPresenter::MoveTo(LogoHome home)
{
    m_home = std::move(home);
    ++m_place;
    m_try = std::make_shared<SameTry>();
    m_state = {};
    Load();
    m_changed();
}

void LogoPresenter::Choose(const std::string& path)
{
    Keep([path, shrink = m_shrink] { return ReadLogo(path, shrink); });
}

void LogoPresenter::Remove()
{
    Keep([] { return core::Outcome<Jpeg>(Jpeg{}); });
}

void LogoPresenter::Keep(std::function<core::Outcome<Jpeg>()> read)
{
    if (m_save.Busy()) {
        return;
    }
    Start(
        m_context.jobs, m_save,
        [read = std::move(read), keep = m_home.keep, session = SessionOf(m_context),
         same = m_try](db::Connection& connection) -> Chosen {
            const auto picture = read();
            if (!picture) {
                return {nullptr, picture.Refusals()};
            }
            const auto& jpeg = picture.Value();
            const auto logo =
                jpeg.empty() ? std::string() : db::StoreBlob(connection, session, std::span(jpeg), "image/jpeg");
            const auto saved = keep(connection, session, same->Of(logo), logo);
            if (!saved) {
                return {nullptr, saved.Refusals()};
            }
            return {jpeg.empty() ? nullptr : std::make_shared<const Jpeg>(jpeg), {}};
        },
        [this, place = m_place](Chosen chosen) {
            if (place != m_place) {
                return; // kept, and another one is shown meanwhile
            }
            m_state.busy = false;
            if (!chosen.refusals.empty()) {
                Say(m_context.Say(chosen.refusals.front()), true);
                return;
            }
            m_try->Forget();
            m_state.picture = std::move(chosen.picture);
            Say(m_context.Tr(m_state.picture ? N_("New papers are printed with this logo. Issued ones keep theirs.")
                             : m_home.overShop
                                 ? N_("New papers are printed with the shop's logo. Issued ones keep theirs.")
                                 : N_("New papers are printed without a logo. Issued ones keep theirs.")),
                false);
        },
        [this, place = m_place](const core::Failure& failure) {
            if (place != m_place) {
                return;
            }
            m_state.busy = false;
            Say(m_context.Say(failure), true);
        });
    m_state.busy = true;
    m_state.message.clear();
    m_changed();
}

void LogoPresenter::Say(const std::string& sentence, bool failed)
{
    m_state.message = sentence;
    m_state.failed = failed;
    m_changed();
}

} // namespace bayline::desktop
