using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pando.Model.Errors;
using Pando.Storage.Programs;

namespace Pando.Storage.Images.Building;

/// <summary>What a host must have to build an image: asked before anything is begun.</summary>
internal static class BuildHost
{
    private static readonly ImmutableArray<string> Programs =
        ["unshare", "mmdebstrap", "apt-config", "chroot", "mke2fs", "mkfs.vfat", "mmd", "mcopy", "grub-mkimage", "qemu-img"];

    private static readonly ImmutableArray<(string Path, string Program, string Package)> Files =
    [
        (GuestDisk.BiosGrub + "/boot.img", "grub (BIOS)", "grub-pc-bin"),
        (GuestDisk.EfiGrub + "/moddep.lst", "grub (UEFI)", "grub-efi-amd64-bin"),
        ("/usr/share/keyrings/debian-archive-keyring.gpg", "debian-archive-keyring", "debian-archive-keyring"),
    ];

    /// <exception cref="CallerException"><c>image.needs-root</c>, <c>image.other-architecture</c>, <c>storage.program-missing</c>.</exception>
    public static void Require(string name, ProgramCatalog catalog)
    {
        if (!ImageWorkshop.IsRoot)
        {
            throw new CallerException(ErrorCodes.Image.NeedsRoot, ("name", name));
        }
        if (RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new CallerException(ErrorCodes.Image.OtherArchitecture, ("name", name), ("architecture", RuntimeInformation.OSArchitecture.ToString()));
        }
        foreach (var program in Programs)
        {
            catalog.Find(program);
        }
        foreach (var (path, program, package) in Files)
        {
            if (!File.Exists(path))
            {
                throw new CallerException(ErrorCodes.Storage.ProgramMissing, ("program", program), ("package", package));
            }
        }
    }
}
