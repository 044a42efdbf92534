// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/settings_presenter.h"

#include "core/text.h"
#include "db/delivery.h"
#include "db/settings.h"
#include "desktop/async/to_failure.h"
#include "desktop/presenters/session.h"

namespace bayline::desktop {

namespace {

struct Loaded
{
    core::Shop shop;
    bool paired = false;
    std::string url;
};

std::optional<int> NumberBetween(const std::string& typed, int least, int most)
{
    const auto value = core::ParseWhole(core::CleanLine(typed), least, most);
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

SettingsPresenter::Form ToForm(const core::Shop& shop)
{
    return {.name = shop.name,
            .address = shop.address,
            .phone = shop.phone,
            .taxId = shop.taxId,
            .bank = shop.bank,
            .bankAccount = shop.bankAccount,
            .pricesIncludeTax = shop.pricesIncludeTax,
            .taxRate = core::ToPercent(shop.taxRate),
            .labourRate = core::ToDecimal(shop.labourRate),
            .quoteValidDays = std::to_string(shop.quoteValidDays),
            .idleLockMinutes = std::to_string(shop.idleLockMinutes),
            .warrantyText = shop.warrantyText,
            .invoiceFooter = shop.invoiceFooter,
            .bigDiscount = core::ToPercent(shop.bigDiscount),
            .serviceMonths = std::to_string(shop.serviceMonths),
            .serviceKm = std::to_string(shop.serviceKm),
            .floor = FloorFormOf(shop)};
}

} // namespace

/// What asking the customer app brought: an answer or a failure.
struct SettingsPresenter::Paired
{
    std::optional<core::Outcome<sync::Pairing>> answer;
    std::optional<core::Failure> failure;
};

SettingsPresenter::SettingsPresenter(Context& context, Doors doors, std::function<void()> changed)
    : m_context(context), m_doors(std::move(doors)), m_changed(std::move(changed))
{
}

void SettingsPresenter::Load()
{
    m_state.local = m_doors.localSettings();
    m_state.localRead = true;
    m_state.ownRelay = m_doors.ownRelayDatabase;
    m_state.mayChangeShop = m_context.person.role == core::Role::Manager;
    Start(
        m_context.jobs, m_load,
        [](db::Connection& connection) {
            const auto delivery = db::LoadDeliveryStatus(connection, 1);
            return Loaded{db::LoadOwnShop(connection), delivery.paired, delivery.url};
        },
        [this](const Loaded& loaded) {
            m_before = loaded.shop;
            m_state.form = ToForm(loaded.shop);
            ++m_state.formVersion;
            m_state.paired = loaded.paired;
            m_state.appUrl = loaded.url;
            m_state.loaded = true;
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.shopMessage = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

std::optional<core::Shop> SettingsPresenter::Read(const Form& form)
{
    auto shop = m_before;
    m_state.problems.clear();
    const auto wrong = [this](const char* field, const char* sentence) {
        m_state.problems[field] = m_context.Tr(sentence);
    };
    shop.name = core::CleanLine(form.name);
    if (shop.name.empty())
        wrong("name", N_("Please enter the shop's name; it stands on every paper."));
    shop.address = core::CleanLine(form.address);
    shop.phone = core::CleanLine(form.phone);
    shop.taxId = core::CleanLine(form.taxId);
    shop.bank = core::CleanLine(form.bank);
    shop.bankAccount = core::CleanLine(form.bankAccount);
    shop.pricesIncludeTax = form.pricesIncludeTax;
    shop.warrantyText = core::CleanText(form.warrantyText);
    shop.invoiceFooter = core::CleanText(form.invoiceFooter);
    if (const auto rate = core::ParsePercent(form.taxRate); rate && rate->bp >= 0 && rate->bp <= 10000)
        shop.taxRate = *rate;
    else
        wrong("taxRate", N_("Please enter a tax rate from 0 to 100 percent."));
    if (const auto price = core::ParseMoney(form.labourRate); price && price->minor >= 0)
        shop.labourRate = *price;
    else
        wrong("labourRate", N_("Please enter the price of one hour, for example 180.00."));
    if (const auto limit = core::ParsePercent(form.bigDiscount); limit && limit->bp >= 0 && limit->bp <= 10000)
        shop.bigDiscount = *limit;
    else
        wrong("bigDiscount", N_("Please enter a limit from 0 to 100 percent."));
    if (const auto months = NumberBetween(form.serviceMonths, 0, 120))
        shop.serviceMonths = *months;
    else
        wrong("serviceMonths", N_("Please enter months from 0 to 120; 0 leaves the day out."));
    if (const auto km = NumberBetween(form.serviceKm, 0, 200'000))
        shop.serviceKm = *km;
    else
        wrong("serviceKm", N_("Please enter kilometres from 0 to 200000; 0 leaves the mileage out."));
    if (const auto days = NumberBetween(form.quoteValidDays, 1, 365))
        shop.quoteValidDays = *days;
    else
        wrong("quoteValidDays", N_("Please enter a number of days from 1 to 365."));
    if (const auto minutes = NumberBetween(form.idleLockMinutes, 0, 240))
        shop.idleLockMinutes = *minutes;
    else
        wrong("idleLockMinutes", N_("Please enter minutes from 0 to 240; 0 never locks."));
    ReadFloorForm(form.floor, shop, wrong);
    return m_state.problems.empty() ? std::optional(shop) : std::nullopt;
}

void SettingsPresenter::SaveShop(const Form& form)
{
    if (m_save.Busy())
        return;
    m_state.form = form;
    m_state.shopMessage.clear();
    const auto shop = Read(form);
    if (!shop) {
        m_state.shopMessage = m_context.Tr(N_("Not saved yet: please correct the marked fields."));
        m_changed();
        return;
    }
    Start(
        m_context.jobs, m_save,
        [before = m_before, after = *shop, operation = m_try.Of(ToForm(m_before), form),
         session = SessionOf(m_context)](db::Connection& connection) {
            return db::ChangeShop(connection, session, operation, before, after);
        },
        [this](const core::Outcome<db::Appended>& outcome) {
            if (outcome) {
                m_try.Forget();
                m_state.shopMessage = m_context.Tr(N_("The shop's data has been saved."));
                Load();
            } else {
                m_state.shopMessage = m_context.Say(outcome.FirstRefusal());
            }
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.shopMessage = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

void SettingsPresenter::Pair(const std::string& url, const std::string& code)
{
    if (m_pair.Busy() || m_pairing)
        return;
    const auto address = core::CleanLine(url);
    const auto oneTimeCode = core::CleanLine(code);
    m_state.pairingFailed = true;
    if (address.empty() || oneTimeCode.empty()) {
        m_state.pairingMessage =
            m_context.Tr(N_("Please enter the customer app's address and the pairing code it shows."));
        m_changed();
        return;
    }
    m_state.pairingMessage = m_context.Tr(N_("Connecting …"));
    m_state.pairingFailed = false;
    m_pairing = true;
    const auto paired = std::make_shared<Paired>();
    m_doors.aside(
        [paired, address, oneTimeCode, pair = m_doors.pair] {
            try {
                paired->answer = pair(address, oneTimeCode);
            } catch (...) {
                paired->failure = ToFailure(std::current_exception());
            }
        },
        [this, paired, here = std::weak_ptr(m_here)] {
            if (!here.expired())
                TakePairing(*paired);
        });
    m_changed();
}

void SettingsPresenter::TakePairing(const Paired& paired)
{
    m_pairing = false;
    if (paired.failure)
        SayPairingFailed(m_context.Say(*paired.failure));
    else if (!*paired.answer)
        SayPairingFailed(m_context.Say(paired.answer->FirstRefusal()));
    else
        StorePairing(paired.answer->Value());
}

void SettingsPresenter::StorePairing(const sync::Pairing& pairing)
{
    Start(
        m_context.jobs, m_pair,
        [pairing, session = SessionOf(m_context)](db::Connection& connection) {
            db::StorePairing(connection, session, pairing.credentials, pairing.linkBase);
            return true;
        },
        [this, url = pairing.credentials.url](bool) {
            m_state.paired = true;
            m_state.appUrl = url;
            m_state.pairingMessage = m_context.Tr(N_("Connected to the customer app."));
            m_doors.paired();
            m_changed();
        },
        [this](const core::Failure& failure) { SayPairingFailed(m_context.Say(failure)); });
    m_changed();
}

void SettingsPresenter::SayPairingFailed(const std::string& sentence)
{
    m_state.pairingMessage = sentence;
    m_state.pairingFailed = true;
    m_changed();
}

void SettingsPresenter::TryRelay(const std::string& conninfo)
{
    if (m_state.relayBusy)
        return;
    const auto text = core::CleanLine(conninfo);
    m_state.relayFailed = text.empty();
    if (text.empty()) {
        m_state.relayMessage = m_context.Tr(N_("Please enter the connection that bayline-admin device add printed."));
        m_changed();
        return;
    }
    m_state.relayMessage = m_context.Tr(N_("Connecting …"));
    m_state.relayBusy = true;
    const auto answer = std::make_shared<std::string>();
    m_doors.aside(
        [answer, text, attempt = m_doors.tryRelayDatabase] {
            try {
                const auto outcome = attempt(text);
                *answer = outcome ? std::string() : outcome.FirstRefusal().sentence;
            } catch (...) {
                *answer = ToFailure(std::current_exception()).Sentence();
            }
        },
        [this, answer, here = std::weak_ptr(m_here)] {
            if (here.expired())
                return;
            m_state.relayBusy = false;
            m_state.relayFailed = !answer->empty();
            m_state.relayMessage =
                m_context.Tr(answer->empty() ? N_("This PC can send with this connection.") : answer->c_str());
            m_changed();
        });
    m_changed();
}

void SettingsPresenter::SaveLocal(const LocalSettings& typed)
{
    // The rest has a life of its own while the form is open: printers, servers, the window's size.
    auto settings = m_doors.localSettings();
    settings.language = typed.language;
    settings.documentFont = typed.documentFont;
    settings.photoFolder = typed.photoFolder;
    settings.photoFolderAtOnce = typed.photoFolderAtOnce;
    settings.runRelay = typed.runRelay;
    if (!m_state.ownRelay)
        settings.relayDatabase = typed.relayDatabase;
    const bool languageChanges = settings.language != m_state.local.language;
    try {
        m_doors.keepLocalSettings(settings);
        m_state.local = settings;
        m_state.localMessage = languageChanges
                                   ? m_context.Tr(N_("Saved. The language changes as soon as nothing is left unsaved "
                                                     "that would be lost with it."))
                                   : m_context.Tr(N_("Saved for this PC."));
    } catch (const core::Failure& failure) {
        m_state.localMessage = m_context.Say(failure);
    }
    m_changed();
}

void SettingsPresenter::SayLanguageChanged()
{
    m_state.localMessage = m_context.Tr(N_("Saved for this PC."));
    m_changed();
}

} // namespace bayline::desktop
