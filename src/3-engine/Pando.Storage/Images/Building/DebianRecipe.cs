using System.Collections.Immutable;

namespace Pando.Storage.Images.Building;

/// <summary>What goes into an image that is built from Debian's packages.</summary>
/// <param name="Name">The recipe's name: <c>debian-12</c>.</param>
/// <param name="Suite">The release's code name.</param>
/// <param name="Title">For people.</param>
/// <param name="OsVariant">osinfo's short name.</param>
internal sealed record DebianRecipe(string Name, string Suite, string Title, string OsVariant)
{
    private const long GiB = 1L << 30;

    /// <summary>The recipes there are.</summary>
    public static readonly ImmutableArray<DebianRecipe> All = [new("debian-12", "bookworm", "Debian 12 (bookworm)", "debian12")];

    /// <summary>Small: a clone is made as large as it is wanted, and the guest grows into it.</summary>
    public const long DefaultCapacityBytes = 2 * GiB;

    /// <summary>The least that holds the system.</summary>
    public const long SmallestCapacityBytes = GiB;

    /// <summary>The packages, besides those that make up every Debian system.</summary>
    public ImmutableArray<string> Packages { get; } =
    [
        "linux-image-cloud-amd64", "initramfs-tools", "zstd", "systemd", "systemd-sysv", "systemd-resolved", "dbus", "udev", "libpam-systemd",
        "cloud-init", "cloud-guest-utils", "fdisk", "e2fsprogs", "qemu-guest-agent", "openssh-server",
        "iproute2", "iputils-ping", "netbase", "ca-certificates", "procps", "kmod", "sudo", "login", "passwd", "locales", "less", "vim-tiny",
    ];

    /// <summary>What does not run in the guest: nothing starts by itself what its owner did not ask for, and nothing waits for a network.</summary>
    public ImmutableArray<string> MaskedUnits { get; } =
    [
        "apt-daily.timer", "apt-daily-upgrade.timer", "e2scrub_all.timer", "e2scrub_reap.service", "systemd-networkd-wait-online.service",
    ];

    /// <summary>What runs in it and would not by itself.</summary>
    public ImmutableArray<string> EnabledUnits { get; } = ["systemd-networkd.service", "systemd-resolved.service", "ssh-hostkey.service"];
}
