using Pando.Host.Files;
using Pando.Linux.Files;

namespace Pando.Host.Accelerators;

/// <summary>What a verdict holds for: when one of these changes, KVM is tried again.</summary>
internal static class VerdictKey
{
    public static string Of(HostFiles files, HostSettings settings) => string.Join(
        '|',
        files.Text("/proc/sys/kernel/random/boot_id"),
        Describe(FileStatus.TryOf(files.PathOf("/dev/kvm"))),
        string.Join(',', KvmModules.Loaded(files)),
        Describe(FileStatus.TryOf(files.PathOf(settings.QemuBinary))),
        settings.QemuUser);

    private static string Describe(FileStatus? file) => file is null
        ? "none"
        : FormattableString.Invariant(
            $"{file.Identity.Device:x}:{file.Identity.Inode}:{file.Identity.Size}:{file.DeviceNode:x}:{(int)file.Mode}:{file.Uid}:{file.Gid}:{(file.Kind is FileKind.Regular ? file.Modified.UtcTicks : 0)}");
}
