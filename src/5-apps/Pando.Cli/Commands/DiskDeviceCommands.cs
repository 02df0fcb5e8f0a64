using System.Xml.Linq;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>Disks without writing XML: attach-disk, detach-disk, change-media.</summary>
internal static class DiskDeviceCommands
{
    public static CliCommand Attach(string name)
    {
        var machine = Operand.Machine();
        var source = new Operand("SOURCE", WordKind.File);
        var target = new Operand("TARGET", WordKind.Text);
        var bus = new Setting("--targetbus", "BUS") { Choices = ["virtio", "scsi", "usb", "sata", "ide"] };
        var format = new Setting("--subdriver", "FORMAT") { Choices = ["qcow2", "raw"] };
        var cache = new Setting("--cache", "MODE") { Choices = ["none", "writeback", "writethrough", "directsync", "unsafe"] };
        var io = new Setting("--io", "MODE") { Choices = ["native", "io_uring", "threads"] };
        var type = new Setting("--type", "TYPE") { Choices = ["disk", "cdrom"] };
        var mode = new Setting("--mode", "MODE") { Choices = ["readonly", "shareable"] };
        var serial = new Setting("--serial", "SERIAL");
        var scope = new ScopeOptions();
        return new CliCommand(name, "attach-disk", AttachAsync, [machine, source, target, bus, format, cache, io, type, mode, serial, .. scope.All])
        {
            Examples = ["pando attach-disk web1 /var/lib/pando/images/data.qcow2 vdb --subdriver qcow2 --live --config"],
        };

        async Task<int> AttachAsync(Run run)
        {
            var disk = new XElement("disk",
                new XAttribute("type", "file"),
                new XAttribute("device", run.Value(type) ?? "disk"),
                new XElement("driver", new XAttribute("name", "qemu"), Attribute("type", run.Value(format)), Attribute("cache", run.Value(cache)), Attribute("io", run.Value(io))),
                new XElement("source", new XAttribute("file", Path.GetFullPath(run.Value(source)))),
                new XElement("target", new XAttribute("dev", run.Value(target)), Attribute("bus", run.Value(bus))),
                run.Value(mode) is { } flag ? new XElement(flag) : null,
                run.Value(serial) is { } number ? new XElement("serial", number) : null);
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.AttachDeviceAsync(run.Value(machine), MachineDevices.Text(disk), at, cancel));
            run.Say(changed, "machine.device-attached", ("name", changed.Name), ("device", run.Value(target)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Detach(string name)
    {
        var machine = Operand.Machine();
        var target = new Operand("TARGET", WordKind.Text);
        var scope = new ScopeOptions();
        return new CliCommand(name, "detach-disk", DetachAsync, [machine, target, .. scope.All]) { Examples = ["pando detach-disk web1 vdb --live --config"] };

        async Task<int> DetachAsync(Run run)
        {
            var (disk, version) = await MachineDevices.FindAsync(run, run.Value(machine), scope, run.Value(target), device => MachineDevices.IsDisk(device, run.Value(target)));
            // By its target, which is the same while it runs and in its definition.
            disk.Element("alias")?.Remove();
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.DetachDeviceAsync(run.Value(machine), MachineDevices.Text(disk), at, version, cancel));
            run.Say(changed, "machine.device-detached", ("name", changed.Name), ("device", run.Value(target)));
            return ExitCode.Done;
        }
    }

    public static CliCommand ChangeMedia(string name)
    {
        var machine = Operand.Machine();
        var target = new Operand("TARGET", WordKind.Text);
        var source = new Operand("SOURCE", WordKind.File, optional: true);
        var eject = new Flag("--eject");
        var insert = new Flag("--insert");
        var update = new Flag("--update");
        var force = new Flag("--force");
        var scope = new ScopeOptions();
        return new CliCommand(name, "change-media", ChangeAsync, [machine, target, source, eject, insert, update, force, .. scope.All])
        {
            Examples = ["pando change-media web1 sda /srv/debian-12.iso", "pando change-media web1 sda --eject --force"],
        };

        async Task<int> ChangeAsync(Run run)
        {
            var path = run.Optional(source);
            if (run.Has(eject) == path is not null)
            {
                throw CliException.Usage("media-source");
            }
            var (drive, version) = await MachineDevices.FindAsync(run, run.Value(machine), scope, run.Value(target), device => MachineDevices.IsDisk(device, run.Value(target)));
            var there = drive.Element("source") is not null;
            if ((run.Has(insert) && there) || (run.Has(eject) && !there))
            {
                throw new CliException(ExitCode.Refused, there ? "media-there" : "media-none", ("name", run.Value(machine)), ("device", run.Value(target)));
            }
            drive.Elements().Where(element => element.Name.LocalName is "source" or "alias" or "backingStore").Remove();
            drive.SetAttributeValue("type", "file");
            if (path is not null)
            {
                drive.Element("target")!.AddBeforeSelf(new XElement("source", new XAttribute("file", Path.GetFullPath(path))));
            }
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.UpdateDeviceAsync(run.Value(machine), MachineDevices.Text(drive), at, run.Has(force), version, cancel));
            run.Say(changed, path is null ? "machine.media-ejected" : "machine.media-changed", ("name", changed.Name), ("device", run.Value(target)));
            return ExitCode.Done;
        }
    }

    private static XAttribute? Attribute(string name, string? value) => value is null ? null : new XAttribute(name, value);
}
