// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the demo shop's inspection photos: scenes of distance fields, marched and shaded in a lit workshop.
// Not part of the build; resources/demo/draw_photos compiles it, runs it and labels the pictures.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr float kPi = 3.14159265F;

struct V
{
    float x = 0, y = 0, z = 0;
    V operator+(V b) const { return {x + b.x, y + b.y, z + b.z}; }
    V operator-(V b) const { return {x - b.x, y - b.y, z - b.z}; }
    V operator*(float s) const { return {x * s, y * s, z * s}; }
    V operator*(V b) const { return {x * b.x, y * b.y, z * b.z}; }
};
float Dot(V a, V b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
V Cross(V a, V b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
float Len(V a)
{
    return std::sqrt(Dot(a, a));
}
V Unit(V a)
{
    return a * (1.0F / std::max(Len(a), 1e-6F));
}
V Mix(V a, V b, float t)
{
    return a * (1 - t) + b * t;
}
float Clamp(float x, float lo = 0, float hi = 1)
{
    return std::min(std::max(x, lo), hi);
}
float Step(float a, float b, float x)
{
    const float t = Clamp((x - a) / (b - a));
    return t * t * (3 - 2 * t);
}

float Hash(int x, int y, int z)
{
    unsigned h = static_cast<unsigned>(x) * 374761393U + static_cast<unsigned>(y) * 668265263U +
                 static_cast<unsigned>(z) * 2147483647U;
    h = (h ^ (h >> 13)) * 1274126177U;
    return static_cast<float>((h ^ (h >> 16)) & 0xFFFF) / 65535.0F;
}
float Noise(V p)
{
    const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y)),
              z = static_cast<int>(std::floor(p.z));
    auto f = [](float v) {
        v -= std::floor(v);
        return v * v * (3 - 2 * v);
    };
    const float u = f(p.x), v = f(p.y), w = f(p.z);
    auto lerp = [](float a, float b, float t) { return a + (b - a) * t; };
    auto plane = [&](int k) {
        return lerp(lerp(Hash(x, y, k), Hash(x + 1, y, k), u), lerp(Hash(x, y + 1, k), Hash(x + 1, y + 1, k), u), v);
    };
    return lerp(plane(z), plane(z + 1), w);
}
float Cloud(V p)
{
    float sum = 0, weight = 0.5F;
    for (int i = 0; i < 4; ++i, p = p * 2.03F, weight *= 0.5F)
        sum += weight * Noise(p);
    return sum / 0.9375F;
}

// Distances.
float Box(V p, V half, float round)
{
    const V q{std::fabs(p.x) - half.x + round, std::fabs(p.y) - half.y + round, std::fabs(p.z) - half.z + round};
    const V o{std::max(q.x, 0.0F), std::max(q.y, 0.0F), std::max(q.z, 0.0F)};
    return Len(o) + std::min(std::max(q.x, std::max(q.y, q.z)), 0.0F) - round;
}
float Disc(float radial, float along, float radius, float half, float round)
{
    const float a = radial - radius + round, b = std::fabs(along) - half + round;
    return std::min(std::max(a, b), 0.0F) + std::hypot(std::max(a, 0.0F), std::max(b, 0.0F)) - round;
}
float CylZ(V p, float radius, float half, float round)
{
    return Disc(std::hypot(p.x, p.y), p.z, radius, half, round);
}
float CylY(V p, float radius, float half, float round)
{
    return Disc(std::hypot(p.x, p.z), p.y, radius, half, round);
}
float Capsule(V p, V a, V b, float r)
{
    const V pa = p - a, ba = b - a;
    return Len(pa - ba * Clamp(Dot(pa, ba) / Dot(ba, ba))) - r;
}
float SmoothMax(float a, float b, float k)
{
    const float h = std::max(k - std::fabs(a - b), 0.0F) / k;
    return std::max(a, b) + h * h * k * 0.25F;
}
float Polygon(float x, float y, const std::vector<std::array<float, 2>>& points)
{
    float d = 1e9F;
    bool inside = false;
    for (std::size_t i = 0, j = points.size() - 1; i < points.size(); j = i++) {
        const float ex = points[j][0] - points[i][0], ey = points[j][1] - points[i][1];
        const float wx = x - points[i][0], wy = y - points[i][1];
        const float t = Clamp((wx * ex + wy * ey) / (ex * ex + ey * ey));
        d = std::min(d, std::hypot(wx - ex * t, wy - ey * t));
        if ((points[i][1] > y) != (points[j][1] > y) && x < ex * (y - points[i][1]) / ey + points[i][0])
            inside = !inside;
    }
    return inside ? -d : d;
}

struct Surface
{
    V colour{0.5F, 0.5F, 0.5F};
    float gloss = 0.3F; ///< 0 dull … 1 mirror
    float metal = 0;
};
struct Hit
{
    float d = 1e9F;
    int what = 0;
    void Add(float other, int id)
    {
        if (other < d) {
            d = other;
            what = id;
        }
    }
};
struct Scene
{
    std::string name;
    V eye, target;
    float zoom = 1.6F;
    std::function<Hit(V)> map;
    std::function<Surface(V, V, int)> surface;
};

/// A workshop's surroundings: dark below, grey walls, two bright strips of lamps above.
V Surroundings(V d)
{
    V c = Mix({0.16F, 0.16F, 0.17F}, {0.52F, 0.55F, 0.58F}, Step(-0.5F, 0.9F, d.y));
    if (d.y > 0.12F) {
        const float u = d.x / d.y, w = d.z / d.y;
        for (const float at : {-1.1F, 0.9F})
            c = c + V{2.6F, 2.6F, 2.5F} * (Step(0.34F, 0.26F, std::fabs(u - at)) * Step(3.2F, 2.6F, std::fabs(w)));
    }
    return c;
}

V Normal(const Scene& s, V p)
{
    constexpr float e = 0.0012F;
    const float d = s.map(p).d;
    return Unit({s.map({p.x + e, p.y, p.z}).d - d, s.map({p.x, p.y + e, p.z}).d - d, s.map({p.x, p.y, p.z + e}).d - d});
}
bool March(const Scene& s, V from, V dir, float far, float& t, int& what)
{
    for (int i = 0; i < 150 && t < far; ++i) {
        const Hit h = s.map(from + dir * t);
        if (h.d < 0.0009F) {
            what = h.what;
            return true;
        }
        t += h.d * 0.85F;
    }
    return false;
}
float Shadow(const Scene& s, V p, V to)
{
    float light = 1, t = 0.03F;
    for (int i = 0; i < 36 && t < 6; ++i) {
        const float d = s.map(p + to * t).d;
        light = std::min(light, 7 * d / t);
        t += std::max(d, 0.03F);
    }
    return Clamp(light);
}
float Openness(const Scene& s, V p, V n)
{
    float sum = 0, weight = 1;
    for (int i = 1; i <= 5; ++i, weight *= 0.7F) {
        const float h = 0.06F * static_cast<float>(i * i) * 0.6F;
        sum += weight * std::max(h - s.map(p + n * h).d, 0.0F) / h;
    }
    return Clamp(1 - 0.36F * sum);
}

V Shade(const Scene& s, V eye, V dir, int depth)
{
    float t = 0.05F;
    int what = 0;
    if (!March(s, eye, dir, 40, t, what))
        return Surroundings(dir) * 0.55F;
    const V p = eye + dir * t;
    const V n = Normal(s, p);
    const Surface m = s.surface(p, n, what);
    const V key = Unit({-0.5F, 0.85F, 0.45F});
    const float open = Openness(s, p, n);
    const float lit = std::max(Dot(n, key), 0.0F) * Shadow(s, p + n * 0.004F, key);
    V light = V{1.15F, 1.12F, 1.05F} * lit + V{0.42F, 0.45F, 0.5F} * (open * (0.55F + 0.45F * n.y)) +
              V{0.18F, 0.17F, 0.16F} * (open * std::max(-Dot(n, dir), 0.0F));
    V colour = m.colour * light * (1 - 0.75F * m.metal);
    const V back = Unit(dir - n * (2 * Dot(dir, n)));
    const float edge = std::pow(1 - std::max(-Dot(n, dir), 0.0F), 5.0F);
    const float mirror = m.gloss * (m.metal > 0 ? 0.75F + 0.25F * edge : 0.05F + 0.75F * edge);
    V seen = Surroundings(back);
    if (depth > 0 && m.gloss > 0.45F)
        seen = Shade(s, p + n * 0.01F, back, depth - 1);
    colour = colour + Mix(seen, seen * m.colour * 1.3F, m.metal) * (mirror * (0.35F + 0.65F * open));
    const V half = Unit(key - dir);
    colour =
        colour + V{1, 1, 0.95F} * (m.gloss * lit * std::pow(std::max(Dot(n, half), 0.0F), 12 + 180 * m.gloss) * 0.8F);
    return Mix(colour, {0.4F, 0.42F, 0.44F}, Step(14, 45, t));
}

void Render(const Scene& s, const std::string& folder)
{
    static const char* const asked = std::getenv("DRAW_WIDTH");
    static const int kWidth = asked != nullptr ? std::atoi(asked) : 1200;
    static const int kHeight = kWidth * 3 / 4;
    std::vector<unsigned char> out(static_cast<std::size_t>(kWidth) * static_cast<std::size_t>(kHeight) * 3);
    const V forward = Unit(s.target - s.eye), right = Unit(Cross(forward, {0, 1, 0})), up = Cross(right, forward);
    auto rows = [&](int first) {
        for (int y = first; y < kHeight; y += 2)
            for (int x = 0; x < kWidth; ++x) {
                V sum{};
                constexpr std::array<std::array<float, 2>, 3> kJitter = {{{0.2F, 0.3F}, {0.75F, 0.1F}, {0.5F, 0.8F}}};
                for (const auto& j : kJitter) {
                    const float u = (static_cast<float>(x) + j[0] - static_cast<float>(kWidth) / 2) /
                                    (static_cast<float>(kHeight) / 2);
                    const float v = (static_cast<float>(kHeight) / 2 - static_cast<float>(y) - j[1]) /
                                    (static_cast<float>(kHeight) / 2);
                    const V c = Shade(s, s.eye, Unit(forward * s.zoom + right * u + up * v), 1);
                    const float vignette = 1 - 0.12F * (u * u + v * v);
                    auto tone = [](float q) {
                        q *= 0.8F;
                        return q * (1 + q * 0.22F) / (q + 0.8F) * 1.1F;
                    };
                    sum = sum + V{tone(c.x), tone(c.y), tone(c.z)} * vignette;
                }
                const std::array<float, 3> rgb = {sum.x / 3, sum.y / 3, sum.z / 3};
                for (int k = 0; k < 3; ++k) {
                    const float grain = (Hash(x, y, k + 91) - 0.5F) * 0.022F;
                    const float value = std::pow(Clamp(rgb[static_cast<std::size_t>(k)] + grain), 1 / 1.75F);
                    out[static_cast<std::size_t>((y * kWidth + x) * 3 + k)] = static_cast<unsigned char>(value * 255);
                }
            }
    };
    std::thread other(rows, 1);
    rows(0);
    other.join();
    FILE* file = std::fopen((folder + "/" + s.name + ".ppm").c_str(), "wb");
    std::fprintf(file, "P6\n%d %d\n255\n", kWidth, kHeight);
    std::fwrite(out.data(), 1, out.size(), file);
    std::fclose(file);
}

Surface Steel(V p, float rust)
{
    const float spots = Clamp(Step(0.48F, 0.68F, Cloud(p * 5)) * rust);
    return {Mix({0.62F, 0.62F, 0.63F}, {0.34F, 0.17F, 0.08F}, spots), 0.55F * (1 - spots) + 0.05F, 1 - spots};
}
Surface Dull(V colour, V p, float dirt)
{
    const float d = Clamp(Step(0.42F, 0.8F, 0.6F * Cloud(p * 3.1F) + 0.4F * Cloud(p * 13)) * dirt * 0.7F);
    return {Mix(colour, {0.24F, 0.21F, 0.17F}, d), 0.28F * (1 - d), 0};
}

Scene Brake(const std::string& name, float pad, float scored)
{
    Scene s{name, {0.62F, 3.7F, 1.0F}, {0.24F, 1.3F, 0.12F}, 3.3F, {}, {}};
    s.map = [=](V p) {
        Hit h;
        const float r = std::hypot(p.x, p.y);
        float groove = scored * 0.012F * std::sin(r * 95) + scored * 0.02F * Step(0.6F, 0.8F, Noise({r * 24, 0, 0}));
        h.Add(CylZ(p, 1.5F, 0.11F + (std::fabs(p.z) > 0.05F ? -groove * Step(0.75F, 0.85F, r) : 0), 0.02F) * 0.8F, 1);
        h.Add(CylZ(p - V{0, 0, 0.1F}, 0.68F, 0.2F, 0.05F), 2);
        for (int i = 0; i < 5; ++i) {
            const float a = static_cast<float>(i) * 2 * kPi / 5 + 0.3F;
            h.Add(CylZ(p - V{0.45F * std::cos(a), 0.45F * std::sin(a), 0.35F}, 0.06F, 0.2F, 0.01F), 3);
        }
        const V q{p.x - 0.25F, p.y - 1.12F, p.z};
        const float gap = 0.115F;
        h.Add(Box(q - V{0, 0.0F, gap + pad / 2}, {0.55F, 0.3F, pad / 2}, 0.015F), 4);
        h.Add(Box(q - V{0, 0.03F, gap + pad + 0.045F}, {0.62F, 0.34F, 0.045F}, 0.015F), 5);
        h.Add(Box(q - V{0, 0.0F, -gap - 0.08F}, {0.55F, 0.3F, 0.08F}, 0.015F), 4);
        // The caliper bridges the disc outside the pads; the window in it shows them.
        float body = Box(q - V{0, 0.28F, 0.1F}, {0.72F, 0.3F, 0.6F}, 0.09F);
        body = SmoothMax(body, -Box(q - V{0, 0.3F, 0.08F}, {0.5F, 0.6F, 0.4F}, 0.05F), 0.05F);
        body = SmoothMax(body, -(std::fabs(q.z) - 0.0F < 0.14F ? CylZ(p, 1.53F, 0.14F, 0.02F) : 1e3F), 0.02F);
        h.Add(body, 6);
        h.Add(CylZ(q - V{0, 0.1F, 0.72F}, 0.24F, 0.14F, 0.04F), 6);
        h.Add(p.z + 1.1F + 0.2F * Noise(p * 0.8F), 7);
        return h;
    };
    s.surface = [=](V p, V, int what) -> Surface {
        const float r = std::hypot(p.x, p.y);
        switch (what) {
        case 1: {
            Surface m = Steel(p, r > 1.44F || r < 0.78F ? 1.0F : 0.12F + 0.3F * scored);
            m.colour = m.colour * (0.86F + 0.14F * std::sin(r * 140 + 2 * Noise(p * 9)));
            return m;
        }
        case 2:
            return Steel(p, 1.4F);
        case 3:
            return Steel(p, 0.5F);
        case 4:
            return Dull({0.13F, 0.12F, 0.12F}, p * 4, 0.5F);
        case 5:
            return Steel(p * 2, 0.9F);
        case 6:
            return Dull({0.46F, 0.47F, 0.5F}, p * 1.5F, 0.95F);
        default:
            return {{0.06F, 0.06F, 0.07F}, 0.05F, 0};
        }
    };
    return s;
}

Scene Tyre(const std::string& name, float depth, bool screw)
{
    Scene s{name, {0.9F, 3.9F, 2.35F}, {0.05F, 2.75F, 0.2F}, 2.3F, {}, {}};
    const V screwAt{0.18F, 2.98F, 0.42F};
    s.map = [=](V p) {
        Hit h;
        const float r = std::hypot(p.y, p.z), a = std::atan2(p.z, p.y);
        const float crown = 3.0F - 0.07F * p.x * p.x - 0.9F * std::pow(std::max(std::fabs(p.x) - 0.85F, 0.0F), 2.0F);
        float cut = 0;
        for (const float at : {-0.62F, -0.21F, 0.21F, 0.62F})
            cut = std::max(cut, Step(0.075F, 0.045F, std::fabs(p.x - at)));
        const float lane = std::floor((p.x + 0.21F) / 0.42F);
        const float slant = a * 26 + std::fabs(p.x) * 3.0F + lane * 1.7F;
        const float sipe = Step(0.16F, 0.08F, std::fabs(slant / (2 * kPi) - std::round(slant / (2 * kPi))));
        cut = std::max(cut, 0.75F * sipe * Step(0.05F, 0.2F, std::fabs(p.x)));
        const float tread = r - crown + depth * cut;
        h.Add(std::max(tread, std::fabs(p.x) - 1.25F) * 0.5F, 1);
        h.Add(std::hypot(r - 2.35F, std::fabs(p.x) - 0.75F) - 0.62F, 2);
        if (screw) {
            h.Add(Disc(std::hypot(p.x - screwAt.x, (p - screwAt).z - (p - screwAt).y * 0.14F),
                       Dot(p - screwAt, Unit(screwAt)), 0.085F, 0.035F, 0.015F),
                  3);
        }
        h.Add(p.y + 1.0F, 4);
        return h;
    };
    s.surface = [=](V p, V, int what) -> Surface {
        if (what == 3)
            return Steel(p * 6, 0.4F);
        if (what == 4)
            return {{0.3F, 0.31F, 0.32F}, 0.1F, 0};
        const float worn = Step(1.0F, 0.2F, depth / 0.16F) * Step(-0.2F, 0.9F, p.x);
        Surface m = Dull({0.075F, 0.075F, 0.08F}, p * 2.2F, 0.35F);
        m.colour = Mix(m.colour, {0.2F, 0.19F, 0.18F}, 0.35F * worn + 0.15F * Noise(p * 30));
        m.gloss = 0.16F + 0.12F * worn;
        return m;
    };
    return s;
}

Scene Battery()
{
    Scene s{"battery_12v", {1.9F, 2.3F, 2.9F}, {0.05F, 0.45F, 0}, 2.3F, {}, {}};
    s.map = [](V p) {
        Hit h;
        h.Add(Box(p, {1.25F, 0.72F, 0.7F}, 0.06F), 1);
        h.Add(Box(p - V{0, 0.74F, 0}, {1.2F, 0.05F, 0.64F}, 0.03F), 2);
        for (const float x : {-0.9F, 0.9F}) {
            h.Add(CylY(p - V{x, 0.88F, 0.32F}, 0.13F, 0.14F, 0.02F), 3);
            h.Add(Box(p - V{x, 0.86F, 0.32F}, {0.26F, 0.07F, 0.2F}, 0.04F), 4);
            h.Add(Capsule(p, {x, 0.88F, 0.2F}, {x * 1.25F, 1.05F, -1.2F}, 0.085F), x < 0 ? 5 : 6);
        }
        const V q = p - V{0.9F, 0.9F, 0.34F};
        h.Add((Len(q * V{1, 1.5F, 1}) - 0.27F - 0.13F * Cloud(p * 7)) * 0.5F, 7);
        h.Add(Box(p - V{0, -0.75F, 0}, {1.5F, 0.08F, 0.95F}, 0.04F), 8);
        h.Add(p.z + 1.6F + 0.25F * Noise(p * 1.2F), 9);
        h.Add(p.y + 0.85F, 9);
        return h;
    };
    s.surface = [](V p, V n, int what) -> Surface {
        switch (what) {
        case 1:
            if (n.z > 0.8F && std::fabs(p.y) < 0.36F && std::fabs(p.x) < 0.95F) {
                const bool band = std::fabs(p.y - 0.18F) < 0.13F;
                return {band ? V{0.75F, 0.1F, 0.08F} : V{0.82F, 0.83F, 0.82F}, 0.4F, 0};
            }
            return Dull({0.07F, 0.07F, 0.08F}, p * 1.4F, 0.5F);
        case 2:
            return Dull({0.1F, 0.1F, 0.11F}, p * 2, 0.8F);
        case 3:
        case 4:
            return Steel(p * 2, 0.35F);
        case 5:
            return Dull({0.06F, 0.06F, 0.06F}, p, 0.5F);
        case 6:
            return Dull({0.65F, 0.06F, 0.05F}, p, 0.5F);
        case 7:
            return {Mix({0.78F, 0.85F, 0.8F}, {0.25F, 0.62F, 0.58F}, Noise(p * 14)), 0.05F, 0};
        case 8:
            return Steel(p, 0.8F);
        default:
            return Dull({0.14F, 0.14F, 0.15F}, p, 0.8F);
        }
    };
    return s;
}

Scene Coolant()
{
    Scene s{"coolant_low", {1.0F, 1.5F, 3.4F}, {0, 0.35F, 0}, 2.2F, {}, {}};
    s.map = [](V p) {
        Hit h;
        float tank = Box(p, {1.0F, 0.8F, 0.6F}, 0.22F);
        tank += 0.012F * Step(0.8F, 1.0F, std::cos(p.x * 9)) * Step(0.3F, 0.0F, std::fabs(p.y) - 0.5F);
        h.Add(tank * 0.9F, 1);
        const float a = std::atan2(p.z, p.x);
        h.Add(CylY(p - V{0, 0.98F, 0}, 0.36F + 0.015F * std::cos(a * 26), 0.2F, 0.05F) * 0.8F, 2);
        h.Add(Capsule(p, {0.95F, 0.45F, 0}, {1.8F, 0.6F, -0.5F}, 0.13F), 3);
        h.Add(Capsule(p, {-0.9F, -0.6F, 0}, {-1.9F, -0.9F, 0.2F}, 0.17F), 3);
        h.Add(p.z + 1.3F + 0.35F * Noise(p * 1.3F), 4);
        h.Add(p.y + 1.0F, 4);
        return h;
    };
    s.surface = [](V p, V n, int what) -> Surface {
        if (what == 2)
            return Dull({0.08F, 0.08F, 0.09F}, p * 2, 0.3F);
        if (what == 3)
            return Dull({0.06F, 0.06F, 0.06F}, p, 0.4F);
        if (what == 4)
            return Dull({0.13F, 0.13F, 0.14F}, p, 0.8F);
        const float level = -0.42F + 0.01F * std::sin(p.x * 5);
        V c = Mix({0.83F, 0.8F, 0.72F}, {0.72F, 0.24F, 0.4F}, Step(level + 0.03F, level - 0.03F, p.y));
        c = Mix(c, {0.55F, 0.5F, 0.42F}, 0.35F * Cloud(p * 2.5F));
        const bool front = n.z > 0.6F && p.x > -0.55F && p.x < 0.0F;
        for (const float at : {-0.1F, 0.32F}) {
            if (front && std::fabs(p.y - at) < 0.014F)
                c = {0.1F, 0.1F, 0.1F};
        }
        return {c, 0.35F, 0};
    };
    return s;
}

Scene ChargePort()
{
    Scene s{"charge_port_burnt", {0.5F, 0.55F, 3.6F}, {0, 0, 0}, 2.3F, {}, {}};
    struct Pin
    {
        float x, y, r;
    };
    static const std::vector<Pin> pins = {{-0.42F, 0.02F, 0.2F}, {0.42F, 0.02F, 0.2F}, {-0.3F, 0.5F, 0.1F},
                                          {0, 0.56F, 0.1F},      {0.3F, 0.5F, 0.1F},   {0, -0.42F, 0.15F},
                                          {-0.4F, -0.42F, 0.1F}, {0.4F, -0.42F, 0.1F}, {0, 0.16F, 0.1F}};
    s.map = [](V p) {
        Hit h;
        const float r = std::hypot(p.x, p.y);
        float housing = CylZ(p, 1.08F, 0.5F, 0.06F);
        housing = SmoothMax(housing, -CylZ(p - V{0, 0, 0.5F}, 0.94F, 0.55F, 0.02F), 0.03F);
        h.Add(housing, 1);
        float face = CylZ(p - V{0, 0, -0.05F}, 0.9F, 0.3F, 0.05F);
        for (const Pin& pin : pins)
            face = SmoothMax(face, -CylZ(p - V{pin.x, pin.y, 0.25F}, pin.r, 0.4F, 0.01F), 0.02F);
        h.Add(face, 2);
        for (const Pin& pin : pins)
            h.Add(CylZ(p - V{pin.x, pin.y, 0.0F}, pin.r * 0.55F, 0.2F, pin.r * 0.2F), 3);
        h.Add(std::max(p.z + 0.1F + 0.05F * (r - 1), -(r - 1.0F)), 4);
        h.Add(Box(p - V{0, 1.32F, 0.2F}, {0.3F, 0.1F, 0.35F}, 0.05F), 1);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float burnt = Step(0.42F, 0.1F, std::hypot(p.x - 0.42F, p.y - 0.02F) + 0.22F * (Cloud(p * 6) - 0.5F));
        const V soot{0.035F, 0.03F, 0.028F};
        if (what == 4)
            return {{0.75F, 0.77F, 0.79F}, 0.55F, 0};
        Surface m = what == 3   ? Surface{{0.85F, 0.66F, 0.3F}, 0.6F, 1}
                    : what == 1 ? Dull({0.12F, 0.12F, 0.13F}, p, 0.2F)
                                : Dull({0.3F, 0.31F, 0.33F}, p, 0.25F);
        const V brown{0.28F, 0.15F, 0.07F};
        m.colour = Mix(Mix(m.colour, brown, Step(0, 0.5F, burnt)), soot, Step(0.35F, 0.9F, burnt));
        m.gloss *= 1 - burnt;
        m.metal *= 1 - burnt;
        return m;
    };
    return s;
}

Scene Connector()
{
    Scene s{"hv_connector", {0.6F, 2.0F, 3.2F}, {0.1F, 0.1F, 0}, 2.2F, {}, {}};
    s.map = [](V p) {
        Hit h;
        h.Add(Box(p - V{0.2F, 0, 0}, {0.62F, 0.36F, 0.5F}, 0.1F), 1);
        h.Add(Box(p - V{0.9F, 0, 0}, {0.22F, 0.44F, 0.58F}, 0.05F), 2);
        h.Add(Box(p - V{0.15F, 0.4F, 0}, {0.32F, 0.07F, 0.16F}, 0.04F), 2);
        for (const float z : {-0.24F, 0.24F}) {
            const V a{-0.4F, 0, z}, b{-1.4F, -0.1F, z * 1.6F}, c{-2.6F, 0.35F, z * 2.6F};
            const float ring = 0.018F * std::sin(p.x * 42);
            h.Add((std::min(Capsule(p, a, b, 0.17F), Capsule(p, b, c, 0.17F)) + ring) * 0.7F, 1);
            h.Add(Disc(std::hypot(p.y, p.z - z), p.x + 0.45F, 0.22F, 0.1F, 0.03F), 2);
        }
        h.Add(Box(p - V{1.9F, -0.1F, 0}, {0.9F, 0.9F, 1.4F}, 0.12F), 3);
        for (int i = 0; i < 4; ++i)
            h.Add(Disc(std::hypot(p.y - (i < 2 ? 0.55F : -0.6F), p.z - (i % 2 == 0 ? 0.8F : -0.8F)), p.x - 1.0F, 0.11F,
                       0.07F, 0.02F),
                  4);
        h.Add(p.y + 0.95F + 0.1F * Cloud(p * 2), 5);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float grime = Step(0.45F, 0.7F, Cloud(p * 3.4F)) * Step(-0.2F, 0.8F, p.x);
        switch (what) {
        case 1: {
            Surface m{{0.95F, 0.34F, 0.03F}, 0.3F, 0};
            m.colour = Mix(m.colour, {0.2F, 0.14F, 0.1F}, 0.85F * grime);
            return m;
        }
        case 2:
            return Dull({0.08F, 0.08F, 0.085F}, p * 2, 0.7F);
        case 3:
            return {Mix({0.5F, 0.51F, 0.53F}, {0.55F, 0.58F, 0.55F}, grime), 0.3F, 0.5F};
        case 4:
            return Steel(p * 3, 0.7F);
        default:
            return Dull({0.16F, 0.16F, 0.16F}, p, 0.9F);
        }
    };
    return s;
}

Scene Damper()
{
    Scene s{"damper_leak", {1.7F, 1.1F, 3.6F}, {0, 0.15F, 0}, 2.1F, {}, {}};
    s.map = [](V p) {
        Hit h;
        h.Add(CylY(p - V{0, -0.75F, 0}, 0.34F, 0.95F, 0.05F), 1);
        h.Add(CylY(p - V{0, 0.7F, 0}, 0.13F, 1.0F, 0.02F), 2);
        h.Add(CylY(p - V{0, -0.1F, 0}, 0.72F, 0.05F, 0.03F), 3);
        const float a = std::atan2(p.z, p.x);
        const float turn = (p.y - 0.42F * a / (2 * kPi)) / 0.42F;
        const float dy = (turn - std::round(turn)) * 0.42F;
        h.Add(std::max(std::hypot(std::hypot(p.x, p.z) - 0.62F, dy) - 0.085F, std::max(-0.05F - p.y, p.y - 1.75F)) *
                  0.7F,
              4);
        h.Add(Box(p - V{0.1F, -1.45F, 0}, {0.5F, 0.3F, 0.2F}, 0.06F), 5);
        h.Add(Capsule(p, {0.4F, -1.5F, 0.1F}, {2.4F, -1.7F, -0.4F}, 0.15F), 5);
        h.Add(p.z + 1.5F + 0.3F * Cloud(p), 6);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float a = std::atan2(p.z, p.x);
        const float run = Noise({a * 3, 0, 0}) * 0.9F;
        const float oil = Step(0.0F, 0.2F, p.y + 0.55F + run) * Step(0.15F, 0.0F, p.y - 0.2F);
        switch (what) {
        case 1: {
            Surface m = Dull({0.17F, 0.17F, 0.18F}, p * 2, 1.1F);
            m.colour = Mix(Mix(m.colour, {0.3F, 0.26F, 0.2F}, 0.4F), {0.035F, 0.03F, 0.02F}, oil);
            m.gloss = 0.12F + 0.7F * oil;
            return m;
        }
        case 2:
            return {{0.75F, 0.76F, 0.78F}, 0.8F, 1};
        case 3:
            return Steel(p, 1.0F);
        case 4:
            return Dull({0.1F, 0.12F, 0.2F}, p * 2, 0.8F);
        case 5:
            return Steel(p, 1.5F);
        default:
            return Dull({0.1F, 0.1F, 0.11F}, p, 0.8F);
        }
    };
    return s;
}

Scene OilLeak()
{
    Scene s{"oil_leak", {1.2F, 2.0F, 3.3F}, {0.05F, 0.2F, 0}, 2.2F, {}, {}};
    s.map = [](V p) {
        Hit h;
        h.Add(Box(p - V{0, 0.45F, 0}, {1.5F, 0.35F, 0.62F}, 0.14F) +
                  0.02F * Step(0.5F, 1.0F, std::cos(p.x * 11)) * Step(0.5F, 0.7F, p.y),
              1);
        h.Add(Box(p - V{0, 0.08F, 0}, {1.6F, 0.05F, 0.72F}, 0.02F), 2);
        h.Add(Box(p - V{0, -0.75F, -0.05F}, {1.5F, 0.8F, 0.6F}, 0.08F), 3);
        for (int i = 0; i < 4; ++i) {
            const float x = -1.2F + 0.8F * static_cast<float>(i);
            h.Add(CylY(p - V{x, 0.17F, 0.64F}, 0.07F, 0.07F, 0.02F), 4);
            h.Add(CylY(p - V{x + 0.1F, 0.85F, 0}, 0.16F, 0.1F, 0.04F), 5);
        }
        h.Add(Box(p - V{-0.4F, -0.5F, 0.6F}, {0.12F, 0.4F, 0.1F}, 0.04F), 3);
        h.Add(p.z + 1.3F + 0.3F * Noise(p), 6);
        h.Add(p.y + 1.5F, 6);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float streak =
            Step(0.52F, 0.66F, Noise({p.x * 5, 0, 3})) * Step(-1.4F, 0.0F, p.y) * Step(-0.8F, 0.3F, p.x);
        switch (what) {
        case 1:
            return Dull({0.11F, 0.11F, 0.12F}, p * 1.6F, 0.45F);
        case 2:
        case 3: {
            Surface m = Dull({0.52F, 0.52F, 0.52F}, p * 2, 0.8F);
            m.colour = Mix(m.colour, {0.05F, 0.035F, 0.02F}, 0.95F * streak);
            m.gloss = 0.2F + 0.65F * streak;
            return m;
        }
        case 4:
            return Steel(p * 3, 0.6F);
        case 5:
            return Dull({0.2F, 0.06F, 0.05F}, p, 0.3F);
        default:
            return Dull({0.1F, 0.1F, 0.1F}, p, 0.8F);
        }
    };
    return s;
}

Scene Filter()
{
    Scene s{"cabin_filter", {0.8F, 2.8F, 2.3F}, {0, -0.05F, 0}, 2.2F, {}, {}};
    s.map = [](V p) {
        Hit h;
        const float fold = std::fabs(p.x * 4.2F - std::round(p.x * 4.2F)) * 2;
        h.Add(std::max((p.y - 0.06F + 0.22F * fold) * 0.5F, Box(p, {1.38F, 0.28F, 0.88F}, 0.01F)), 1);
        const float frame = SmoothMax(Box(p, {1.5F, 0.26F, 1.0F}, 0.05F), -Box(p, {1.37F, 1.0F, 0.87F}, 0.02F), 0.02F);
        h.Add(frame, 2);
        h.Add(Capsule(p, {0.3F, 0.1F, 0.2F}, {0.55F, 0.13F, -0.05F}, 0.03F), 3);
        const V leaf = p - V{-0.5F, 0.12F, 0.25F};
        h.Add(Len(leaf * V{1, 6, 1.8F}) * 0.3F - 0.07F, 4);
        h.Add(p.y + 0.3F, 5);
        return h;
    };
    s.surface = [](V p, V, int what) -> Surface {
        const float dirt = Clamp(0.35F + 0.9F * Cloud(p * 1.4F) - 0.25F * std::hypot(p.x * 0.6F, p.z));
        switch (what) {
        case 1:
            return {Mix({0.62F, 0.62F, 0.58F}, {0.1F, 0.085F, 0.065F}, Clamp(dirt + 0.25F * Noise(p * 25))), 0.02F, 0};
        case 2:
            return Dull({0.74F, 0.74F, 0.72F}, p * 2, 0.5F);
        case 3:
            return {{0.2F, 0.13F, 0.06F}, 0.05F, 0};
        case 4:
            return {{0.33F, 0.21F, 0.07F}, 0.1F, 0};
        default:
            return Dull({0.36F, 0.38F, 0.4F}, p, 0.35F);
        }
    };
    return s;
}

/// A car of two outlines: its side view pulled across, its front view pulled along, the edges softened.
Scene CarScene(const std::string& name, V paint, V eye, V target, float zoom)
{
    static const std::vector<std::array<float, 2>> side = {
        {-2.35F, 0.32F}, {-2.42F, 0.62F}, {-2.3F, 0.92F}, {-1.95F, 1.02F}, {-1.15F, 1.42F}, {-0.3F, 1.55F},
        {0.45F, 1.47F},  {1.2F, 1.05F},   {2.1F, 0.86F},  {2.36F, 0.62F},  {2.33F, 0.32F}};
    static const std::vector<std::array<float, 2>> front = {
        {-0.93F, 0.3F}, {-0.97F, 0.62F}, {-0.93F, 0.95F}, {-0.68F, 1.5F}, {-0.4F, 1.6F},
        {0.4F, 1.6F},   {0.68F, 1.5F},   {0.93F, 0.95F},  {0.97F, 0.62F}, {0.93F, 0.3F}};
    static const std::vector<std::array<float, 2>> glass = {
        {-1.72F, 1.04F}, {-1.12F, 1.36F}, {-0.3F, 1.47F}, {0.4F, 1.4F}, {1.0F, 1.05F}, {0.7F, 1.0F}, {-1.5F, 0.98F}};
    Scene s{name, eye, target, zoom, {}, {}};
    s.map = [](V p) {
        Hit h;
        if (Box(p - V{0, 0.85F, 0}, {2.5F, 0.85F, 1.05F}, 0) < 0.4F) {
            float body = SmoothMax(Polygon(p.x, p.y, side), Polygon(p.z, p.y, front), 0.22F);
            body = SmoothMax(body, std::hypot(p.x * 0.3F, p.z) - 1.16F, 0.2F);
            for (const float x : {-1.45F, 1.42F})
                body = SmoothMax(
                    body, -Disc(std::hypot(p.x - x, p.y - 0.34F), std::fabs(p.z) - 1.0F, 0.43F, 0.4F, 0.02F), 0.03F);
            h.Add(body * 0.8F, 1);
        } else {
            h.Add(Box(p - V{0, 0.85F, 0}, {2.5F, 0.85F, 1.05F}, 0), 1);
        }
        for (const float x : {-1.45F, 1.42F}) {
            const V q{p.x - x, p.y - 0.34F, std::fabs(p.z) - 0.79F};
            h.Add(CylZ(q, 0.36F, 0.13F, 0.05F), 2);
            const float a = std::atan2(q.y, q.x) * 5 / (2 * kPi);
            const float spoke = Step(0.1F, 0.3F, std::fabs(a - std::round(a)));
            h.Add(CylZ(q - V{0, 0, 0.03F - 0.035F * spoke * Step(0.05F, 0.1F, std::hypot(q.x, q.y))}, 0.25F, 0.12F,
                       0.02F) *
                      0.7F,
                  3);
        }
        h.Add(Box(V{p.x - 0.62F, p.y - 1.02F, std::fabs(p.z) - 1.02F}, {0.08F, 0.07F, 0.12F}, 0.05F), 1);
        h.Add(p.y, 4);
        h.Add(p.x + 9 + 0 * p.y, 5);
        h.Add(p.z + 7, 5);
        return h;
    };
    s.surface = [paint](V p, V n, int what) -> Surface {
        if (what == 2)
            return {{0.05F, 0.05F, 0.05F}, 0.12F, 0};
        if (what == 3)
            return {{0.6F, 0.61F, 0.63F}, 0.5F, 1};
        if (what == 4) {
            const bool line = std::fabs(std::fabs(p.z) - 1.75F) < 0.05F;
            Surface m = Dull(line ? V{0.8F, 0.66F, 0.1F} : V{0.4F, 0.43F, 0.45F}, p * 0.6F, 0.35F);
            m.gloss = 0.42F;
            return m;
        }
        if (what == 5)
            return {p.y < 1.0F ? V{0.18F, 0.36F, 0.44F} : V{0.72F, 0.73F, 0.73F}, 0.12F, 0};
        const float az = std::fabs(p.z);
        const Surface dark{{0.02F, 0.022F, 0.025F}, 0.85F, 0};
        if (n.y < 0.93F && p.y > 1.0F && Polygon(p.x, p.y, glass) < -0.03F && az > 0.55F &&
            std::fabs(p.x + 0.28F) > 0.045F)
            return dark;
        if (az < 0.66F && p.y > 1.03F && p.y < 1.46F && ((n.x > 0.35F && p.x > 0.3F) || (n.x < -0.3F && p.x < -0.9F)))
            return dark;
        if (p.x > 1.98F && az > 0.52F && p.y > 0.66F && p.y < 0.8F)
            return {{0.95F, 0.96F, 1.0F}, 0.8F, 0};
        if (p.x < -2.1F && p.y > 0.8F && p.y < 0.9F)
            return {{0.62F, 0.02F, 0.03F}, 0.7F, 0};
        if (p.x > 2.0F && az < 0.72F && p.y > 0.36F && p.y < 0.48F)
            return {{0.03F, 0.03F, 0.03F}, 0.3F, 0};
        const float plateY = p.x > 0 ? 0.56F : 0.64F;
        if (std::fabs(p.x) > 2.05F && az < 0.25F && std::fabs(p.y - plateY) < 0.065F)
            return {Mix({0.85F, 0.95F, 0.88F}, {0.2F, 0.7F, 0.42F}, Clamp((plateY + 0.065F - p.y) / 0.13F)), 0.3F, 0};
        if (p.y < 0.4F)
            return {{0.05F, 0.05F, 0.055F}, 0.25F, 0};
        const bool seam =
            az > 0.7F && p.y < 1.0F && p.y > 0.4F &&
            (std::fabs(p.x - 0.72F) < 0.008F || std::fabs(p.x + 0.28F) < 0.008F || std::fabs(p.x + 1.06F) < 0.008F);
        return {seam ? paint * 0.2F : paint, 0.62F, 0};
    };
    return s;
}

/// The corner of a car from near by, with the marks of a bollard on its bumper.
Scene Scratch(V paint)
{
    Scene s = CarScene("bumper_scratch", paint, {3.75F, 0.95F, 2.15F}, {1.95F, 0.58F, 0.66F}, 2.9F);
    const auto clean = s.surface;
    s.surface = [clean](V p, V n, int what) {
        Surface m = clean(p, n, what);
        if (what != 1 || p.x < 1.55F || p.y > 0.8F)
            return m;
        const float along = std::atan2(p.z, p.x - 1.3F);
        float scratch = 0;
        for (int i = 0; i < 9; ++i) {
            const auto row = static_cast<float>(i);
            const float at = 0.5F + 0.018F * row + 0.06F * along + 0.012F * Noise({along * 14, row, 0});
            const float strength = Step(0.38F, 0.6F, Noise({along * 7, row * 7.3F, 1}));
            scratch = std::max(scratch, strength * Step(0.006F, 0.0015F, std::fabs(p.y - at)));
        }
        scratch *= Step(0.25F, 0.45F, along) * Step(1.15F, 0.95F, along);
        m.colour = Mix(m.colour, {0.85F, 0.86F, 0.87F}, scratch);
        m.gloss *= 1 - scratch;
        return m;
    };
    return s;
}

std::vector<Scene> AllScenes()
{
    const V white{0.86F, 0.87F, 0.88F}, grey{0.2F, 0.21F, 0.23F}, blue{0.05F, 0.16F, 0.42F};
    std::vector<Scene> scenes = {Brake("brake_pad_worn", 0.05F, 0.35F),
                                 Brake("brake_pad_new", 0.26F, 0.1F),
                                 Brake("brake_disc_scored", 0.1F, 1.0F),
                                 Tyre("tyre_worn", 0.035F, false),
                                 Tyre("tyre_new", 0.17F, false),
                                 Tyre("tyre_nail", 0.13F, true),
                                 Battery(),
                                 Coolant(),
                                 ChargePort(),
                                 Connector(),
                                 Damper(),
                                 OilLeak(),
                                 Filter(),
                                 Scratch(blue)};
    const V frontEye{5.6F, 1.7F, 3.4F}, sideEye{0.3F, 1.5F, 7.2F}, rearEye{-5.6F, 1.8F, 3.6F};
    const V middle{0.1F, 0.72F, 0};
    for (const auto& [name, paint] :
         std::vector<std::pair<std::string, V>>{{"white", white}, {"grey", grey}, {"blue", blue}}) {
        scenes.push_back(CarScene("car_front_" + name, paint, frontEye, middle, 2.9F));
        scenes.push_back(CarScene("car_side_" + name, paint, sideEye, middle, 2.75F));
        if (name != "blue")
            scenes.push_back(CarScene("car_rear_" + name, paint, rearEye, middle, 2.9F));
    }
    return scenes;
}

} // namespace

/// usage: draw_photos FOLDER [NAME…]
int main(int count, char** arguments)
{
    if (count < 2)
        return 2;
    for (const Scene& scene : AllScenes()) {
        const bool wanted = count == 2 || std::any_of(arguments + 2, arguments + count,
                                                      [&](const char* name) { return scene.name == name; });
        if (wanted) {
            std::printf("%s\n", scene.name.c_str());
            std::fflush(stdout);
            Render(scene, arguments[1]);
        }
    }
}
