using Pando.Host.Files;

namespace Pando.Host;

/// <summary>All that a check can look at.</summary>
internal sealed record HostView(HostSettings Settings, HostFiles Files, IHostInquiry Inquiry)
{
    /// <summary>Whether processors show their virtualization by a flag.</summary>
    public bool IsX86 { get; init; } = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture
        is System.Runtime.InteropServices.Architecture.X64;

    /// <summary>The user that QEMU runs as; null when it is configured and not there.</summary>
    public HostUser? QemuUser() => Settings.QemuUser is not { } name
        ? Inquiry.Self()
        : Inquiry.User(name) is { } user ? Inquiry.WithGroups(user) : null;
}
