// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/append.h"
#include "desktop/presenters/same_try.h"
#include "desktop/presenters/session.h"
#include "reports/page.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The logo as papers draw it, from its hash (Shop::logo, or what an invoice was issued with); none for an empty hash.
/// Kept for the next paper. Worker thread. Throws core::Failure.
[[nodiscard]] reports::PicturePtr LoadLogo(db::Connection& connection, const std::string& sha256);

/// Whose logo is read and kept; both run on the worker.
struct LogoHome
{
    /// Hash of the logo; empty: none.
    std::function<std::string(db::Connection&)> read;
    std::function<core::Outcome<db::Appended>(db::Connection&, const db::Session&, core::OperationId,
                                              const std::string& logo)>
        keep;
    bool overShop = false; ///< without a logo of its own the shop's is printed
};

/// The shop's own: on all papers where an outlet has none of its own.
[[nodiscard]] LogoHome LogoOfShop();
/// Of one outlet's papers.
[[nodiscard]] LogoHome LogoOfOutlet(core::OutletId outlet);

/// Chooses a logo: the file is read by the picture helper, made small enough for every paper, and stored in the
/// database, so that every PC prints it. UI thread only.
class LogoPresenter final
{
public:
    using Jpeg = std::vector<std::uint8_t>;
    static constexpr std::size_t kMostBytes = 4U << 20U; ///< of the file
    static constexpr int kLeastSide = 32;                ///< px of the longer side; less is no picture to print
    static constexpr int kLongestSide = 640;             ///< as stored: 300 dpi on 54 mm

    struct State
    {
        std::shared_ptr<const Jpeg> picture; ///< none: no logo
        std::string message;
        bool failed = false;
        bool mayChange = false; ///< managers only
        bool busy = false;
    };

    /// Makes one of our own JPEGs no longer than the given side; any thread.
    using Shrink = std::function<Jpeg(const Jpeg& jpeg, int longest)>;

    LogoPresenter(Context& context, Shrink shrink, std::function<void()> changed, LogoHome home = LogoOfShop())
        : m_context(context), m_shrink(std::move(shrink)), m_changed(std::move(changed)), m_home(std::move(home))
    {
    }

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] bool FollowsShop() const { return m_home.overShop; }
    void Load();
    /// Goes over to the logo of something else and reads it.
    void MoveTo(LogoHome home);
    /// Refuses what is no JPEG or PNG, is larger than 4 MB or smaller than 32 pixels.
    void Choose(const std::string& path);
    void Remove();

private:
    struct Chosen;

    void Keep(std::function<core::Outcome<Jpeg>()> read);
    void Say(const std::string& sentence, bool failed);

    Context& m_context;
    Shrink m_shrink;
    std::function<void()> m_changed;
    LogoHome m_home;
    int m_place = 0; ///< grows with each MoveTo
    State m_state;
    std::shared_ptr<SameTry> m_try = std::make_shared<SameTry>(); ///< of the worker while it saves
    RequestSlot m_load;
    RequestSlot m_save;
};

} // namespace bayline::desktop
