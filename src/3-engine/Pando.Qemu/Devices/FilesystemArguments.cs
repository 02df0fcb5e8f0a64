using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>Directories that the guest mounts: over 9p from a descriptor, over virtiofs from a program beside QEMU.</summary>
internal static class FilesystemArguments
{
    public static IEnumerable<QemuArgument> Of(FilesystemDevice shared, ArgumentContext context) => shared.Driver switch
    {
        FilesystemDriver.VirtioFs => VirtioFs(shared, context),
        FilesystemDriver.Handle => throw Refused(shared, "qemu.reason.no-9p-handles"),
        _ => NineP(shared, context),
    };

    private static IEnumerable<QemuArgument> NineP(FilesystemDevice shared, ArgumentContext context)
    {
        string alias = ArgumentContext.Alias(shared);
        string backend = $"fsdev-{alias}";
        int number = context.Table.Add(context.Opened.Directories.GetValueOrDefault(alias)
            ?? throw new ArgumentException($"{shared.SourcePath} was not opened for {alias}.", nameof(shared)));
        yield return new KeyValueForm("local")
            .Add("security_model", shared.Access switch { FilesystemAccess.Mapped => "mapped", FilesystemAccess.Squash => "none", _ => "passthrough" })
            .Add("multidevs", shared.MountsBelow switch { MountsBelow.Remap => "remap", MountsBelow.Forbid => "forbid", MountsBelow.Warn => "warn", _ => null })
            .Add("fmode", Octal(shared.FileMode))
            .Add("dmode", Octal(shared.DirectoryMode))
            .Add("writeout", shared.WritesAtOnce ? "immediate" : null)
            .Add("id", backend)
            // The directory that was walked to, whatever stands at its path meanwhile.
            .Add("path", string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{number}"))
            .Add("readonly", shared.ReadOnly ? true : null)
            .As("-fsdev");
        yield return context.Device(VirtioArguments.Driver("virtio-9p-pci", shared.Model), shared)
            .Add(shared.Virtio)
            .Add("fsdev", backend)
            .Add("mount_tag", shared.Tag)
            .At(shared, context)
            .As("-device");
    }

    private static IEnumerable<QemuArgument> VirtioFs(FilesystemDevice shared, ArgumentContext context)
    {
        if (!SharedMemory.IsOf(context.Definition))
        {
            throw Refused(shared, "qemu.reason.needs-shared-memory");
        }

        string alias = ArgumentContext.Alias(shared);
        yield return ConnectionArguments.Of(shared, $"chr-vu-{alias}", context);
        yield return context.Device(VirtioArguments.Driver("vhost-user-fs-pci", shared.Model), shared)
            .Add(shared.Virtio)
            .Add("chardev", $"chr-vu-{alias}")
            .Add("queue-size", shared.QueueSize)
            .Add("tag", shared.Tag)
            .Add("bootindex", shared.BootOrder)
            .At(shared, context)
            .As("-device");
    }

    private static string? Octal(int? mode) => mode is null ? null : Convert.ToString(mode.Value, 8).PadLeft(4, '0');

    private static CallerException Refused(FilesystemDevice shared, string reason) =>
        new(ErrorCodes.Qemu.CannotExpress, ("what", $"filesystem {shared.Tag}"), ("reason", reason));
}
