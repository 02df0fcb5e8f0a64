using System.Collections.Immutable;

namespace Pando.Storage.Installers;

/// <summary>Where distributions keep the kernel and the initrd of their installer, for x86-64.</summary>
/// <param name="Kernel">The kernel, below the tree's root. A component <c>*</c> stands for any one.</param>
/// <param name="Initrd">The initrd, beside it.</param>
/// <param name="TreeArgument">The kernel argument that names a tree on the network; null where the installer asks by itself.</param>
internal sealed record InstallerPlace(string Kernel, string Initrd, string? TreeArgument = null)
{
    /// <summary>All of them, the more particular first.</summary>
    public static ImmutableArray<InstallerPlace> All { get; } =
    [
        // Debian: an installation medium, an archive, an archive's installer folder, and what the netboot packages unpack to.
        Of("install.amd", "vmlinuz", "initrd.gz"),
        Of("dists/*/main/installer-amd64/current/images/netboot/debian-installer/amd64", "linux", "initrd.gz"),
        Of("current/images/netboot/debian-installer/amd64", "linux", "initrd.gz"),
        Of("images/netboot/debian-installer/amd64", "linux", "initrd.gz"),
        Of("debian-installer/amd64", "linux", "initrd.gz"),
        // Fedora and its relatives: anaconda is told its tree.
        Of("images/pxeboot", "vmlinuz", "initrd.img", "inst.repo"),
        // openSUSE: so is linuxrc.
        Of("boot/x86_64/loader", "linux", "initrd", "install"),
        // Ubuntu's live installer, which runs from its medium.
        Of("casper", "vmlinuz", "initrd"),
    ];

    private static InstallerPlace Of(string folder, string kernel, string initrd, string? treeArgument = null) =>
        new($"{folder}/{kernel}", $"{folder}/{initrd}", treeArgument);
}
