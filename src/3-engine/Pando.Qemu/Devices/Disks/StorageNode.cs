using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>What a node is made for: an image of a disk's chain.</summary>
/// <param name="Disk">The disk.</param>
/// <param name="Layer">The image.</param>
/// <param name="Name">The node's name.</param>
/// <param name="IsTop">Whether it is the guest's own image.</param>
internal sealed record StorageNode(DiskDevice Disk, DiskLayer Layer, string Name, bool IsTop);

/// <summary>The node that says where an image is, of every kind.</summary>
internal static class StorageNodes
{
    public static IEnumerable<QemuArgument> Of(StorageNode node, ArgumentContext context)
    {
        List<QemuArgument> before = [];
        JsonForm form = Protocol(node, context, before)
            .Add("node-name", node.Name)
            .Add("read-only", node.Layer.ReadOnly ? true : null)
            .Add("aio", node.Layer.Image is null ? null : DiskWords.Aio(node.Disk.Driver.Io))
            .Add("discard", node.IsTop ? DiskWords.Discard(node.Disk.Driver.Discard) : null)
            .Add("cache", DiskCaching.Node(node.Disk.Driver.Cache));
        return [.. before, form.As("-blockdev")];
    }

    private static JsonForm Protocol(StorageNode node, ArgumentContext context, List<QemuArgument> before) => node.Layer switch
    {
        { Image: not null } => File(node, context, before),
        { Source: NetworkSource network } => NetworkNodes.Of(network, node, context, before),
        { Source: NvmeSource nvme } => new JsonForm().Add("driver", "nvme").Add("device", nvme.Controller.ToString()).Add("namespace", nvme.Namespace),
        { Source: DirectorySource } => Fat(node, context),
        _ => throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {node.Disk.TargetName}"), ("reason", "qemu.reason.disk-source")),
    };

    private static JsonForm File(StorageNode node, ArgumentContext context, List<QemuArgument> before)
    {
        string path = context.Table.AddSet(node.Layer.Image!.Handle, node.Layer.Image.Path, out QemuArgument set);
        before.Add(set);
        // The commands of a guest, and a device's own sizes, go through only where QEMU knows it for a device.
        bool device = node.Layer.Source is BlockSource;
        string? helper = null;
        if (node.Layer.Source is BlockSource { Reservations: { } reservations })
        {
            helper = $"pr-{node.Name}";
            context.RequireObject("pr-manager-helper");
            string alias = ArgumentContext.Alias(node.Disk);
            string socket = (reservations.Managed ? context.Opened.Sockets.GetValueOrDefault(alias) : reservations.SocketPath)
                ?? throw new ArgumentException($"Nothing was started for {alias}.", nameof(node));
            before.Add(JsonForm.Object("pr-manager-helper", helper).Add("path", socket).As("-object"));
        }

        return new JsonForm()
            .Add("driver", device ? "host_device" : "file")
            .Add("filename", path)
            .Add("pr-manager", helper);
    }

    private static JsonForm Fat(StorageNode node, ArgumentContext context)
    {
        if (node.Disk.Source is not DirectorySource)
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {node.Disk.TargetName}"), ("reason", "qemu.reason.directory-below"));
        }

        string alias = ArgumentContext.Alias(node.Disk);
        int number = context.Table.Add(context.Opened.Directories.GetValueOrDefault(alias)
            ?? throw new ArgumentException($"{node.Layer.Source} was not opened for {alias}.", nameof(node)));
        return new JsonForm()
            .Add("driver", "vvfat")
            .Add("dir", string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{number}"))
            .Add("floppy", node.Disk.Kind == DiskKind.Floppy)
            .Add("rw", false);
    }
}
