using System.Text.Json.Serialization;

namespace Pando.GuestAgent;

/// <summary>The guest's name.</summary>
public sealed record GuestGetHostName() : AgentVerb<GuestHostName>("guest-get-host-name");

/// <summary>The answer to <see cref="GuestGetHostName"/>.</summary>
/// <param name="HostName">The name, with its domain where the guest says it.</param>
public sealed record GuestHostName(string HostName);

/// <summary>The guest's time zone.</summary>
public sealed record GuestGetTimezone() : AgentVerb<GuestTimezone>("guest-get-timezone");

/// <summary>The answer to <see cref="GuestGetTimezone"/>.</summary>
/// <param name="OffsetSeconds">East of UTC, in seconds.</param>
/// <param name="Zone">Its name.</param>
public sealed record GuestTimezone([property: JsonPropertyName("offset")] int OffsetSeconds, string? Zone = null);

/// <summary>The guest's operating system, as its os-release says.</summary>
public sealed record GuestGetOsinfo() : AgentVerb<GuestOsInfo>("guest-get-osinfo");

/// <summary>The answer to <see cref="GuestGetOsinfo"/>.</summary>
/// <param name="Id">ID: <c>debian</c>.</param>
/// <param name="Name">NAME.</param>
/// <param name="PrettyName">PRETTY_NAME.</param>
/// <param name="Version">VERSION.</param>
/// <param name="VersionId">VERSION_ID.</param>
/// <param name="KernelRelease">uname -r.</param>
/// <param name="KernelVersion">uname -v.</param>
/// <param name="Machine">uname -m.</param>
/// <param name="Variant">VARIANT.</param>
/// <param name="VariantId">VARIANT_ID.</param>
public sealed record GuestOsInfo(
    string? Id = null, string? Name = null, string? PrettyName = null, string? Version = null, string? VersionId = null,
    string? KernelRelease = null, string? KernelVersion = null, string? Machine = null, string? Variant = null, string? VariantId = null);

/// <summary>Who is logged in.</summary>
public sealed record GuestGetUsers() : AgentVerb<IReadOnlyList<GuestUserInfo>>("guest-get-users");

/// <summary>A user who is logged in.</summary>
/// <param name="User">The name.</param>
/// <param name="LoginTimeSeconds">Since when, in seconds since 1970.</param>
/// <param name="Domain">The domain, on Windows.</param>
public sealed record GuestUserInfo(string User, [property: JsonPropertyName("login-time")] double LoginTimeSeconds, string? Domain = null);

/// <summary>How busy the guest is.</summary>
public sealed record GuestGetLoad() : AgentVerb<GuestLoad>("guest-get-load");

/// <summary>The answer to <see cref="GuestGetLoad"/>.</summary>
/// <param name="Load1m">Of the last minute.</param>
/// <param name="Load5m">Of five minutes.</param>
/// <param name="Load15m">Of fifteen minutes.</param>
public sealed record GuestLoad(
    [property: JsonPropertyName("load1m")] double Load1m, [property: JsonPropertyName("load5m")] double Load5m, [property: JsonPropertyName("load15m")] double Load15m);

/// <summary>The guest's clock.</summary>
public sealed record GuestGetTime() : AgentVerb<long>("guest-get-time");

/// <summary>Sets the guest's clock.</summary>
/// <param name="Nanoseconds">Since 1970; null: from its hardware clock.</param>
public sealed record GuestSetTime([property: JsonPropertyName("time")] long? Nanoseconds = null) : AgentVerb<Nothing>("guest-set-time");
