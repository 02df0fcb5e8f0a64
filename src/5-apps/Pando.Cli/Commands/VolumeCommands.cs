using Pando.Api.Storage;
using Pando.Cli.Failures;
using Pando.Cli.Following;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando volume</c>, and virsh's <c>vol-…</c>. virsh names the pool before a new volume and behind <c>--pool</c> for one that exists.</summary>
internal static class VolumeCommands
{
    private const string DefaultPool = "default";

    public static CliCommand Group(string name) => new(
        name, "volume", body: null, List("list"), Info("info"), Create("create"), VolumeFactCommands.Clone("clone"), Resize("resize"), VolumeFactCommands.Wipe("wipe"), Delete("delete"),
        VolumeFactCommands.DumpXml("dumpxml"), VolumeFactCommands.Key("key"), VolumeFactCommands.Path("path"), VolumeFactCommands.Name("name"), VolumeFactCommands.Pool("pool"));

    public static CliCommand List(string name)
    {
        var pool = new Operand("POOL", WordKind.Pool, optional: true);
        var details = new Flag("--details");
        return new CliCommand(name, "vol-list", ListAsync, pool, details) { Examples = ["pando vol-list default", "pando vol-list default --details"] };

        async Task<int> ListAsync(Run run)
        {
            var volumes = await run.Client.ListVolumesAsync(run.Optional(pool) ?? DefaultPool);
            run.Show(volumes, writer =>
            {
                var texts = run.Texts;
                var table = run.Has(details)
                    ? new Table(texts["volume.name"], texts["volume.format"], texts["volume.capacity"], texts["volume.allocation"], texts["volume.users"], texts["volume.path"])
                    : new Table(texts["volume.name"], texts["volume.path"]);
                foreach (var volume in volumes)
                {
                    table.Add(run.Has(details)
                        ? [volume.Name, volume.Format, texts.Bytes(volume.CapacityBytes), texts.Bytes(volume.AllocationBytes), string.Join(", ", volume.UsedBy), volume.Path]
                        : [volume.Name, volume.Path]);
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Info(string name)
    {
        var volume = new Operand("VOLUME", WordKind.Volume);
        var pool = new Setting("--pool", "POOL") { Kind = WordKind.Pool };
        return new CliCommand(name, "vol-info", InfoAsync, volume, pool) { Examples = ["pando vol-info web1.qcow2 --pool default"] };

        async Task<int> InfoAsync(Run run)
        {
            var found = await run.Client.GetVolumeAsync(run.Value(pool) ?? DefaultPool, run.Value(volume));
            run.Show(found, writer => Write(run, found, writer));
            return ExitCode.Done;
        }
    }

    public static CliCommand Create(string name)
    {
        var pool = new Operand("POOL", WordKind.Pool);
        var volume = new Operand("NAME", WordKind.Text);
        var capacity = new Operand("SIZE", WordKind.Text, optional: true);
        var format = new Setting("--format", "FORMAT") { Choices = ["qcow2", "raw"] };
        var image = new Setting("--image", "IMAGE") { Kind = WordKind.Image };
        var full = new Flag("--full");
        return new CliCommand(name, "vol-create-as", CreateAsync, pool, volume, capacity, format, image, full)
        {
            Examples = ["pando vol-create-as default data.qcow2 20G", "pando vol-create-as default web2.qcow2 --image debian-12"],
        };

        async Task<int> CreateAsync(Run run)
        {
            var request = new VolumeRequest
            {
                Name = run.Value(volume),
                Format = run.Value(format),
                CapacityBytes = run.Optional(capacity) is { } size ? SizeText.Bytes("SIZE", size) : null,
                Image = run.Value(image),
                FullCopy = run.Has(full),
            };
            if (request.CapacityBytes is null && request.Image is null)
            {
                throw CliException.Usage("size-missing");
            }
            await JobFollower.OwnAsync(run, () => run.Client.StartVolumeCreateAsync(run.Value(pool), request));
            var created = await run.Client.GetVolumeAsync(run.Value(pool), request.Name);
            run.Say(created, "volume.created", ("name", created.Name), ("path", created.Path));
            return ExitCode.Done;
        }
    }

    public static CliCommand Resize(string name)
    {
        var volume = new Operand("VOLUME", WordKind.Volume);
        var capacity = new Operand("SIZE", WordKind.Text);
        var pool = new Setting("--pool", "POOL") { Kind = WordKind.Pool };
        return new CliCommand(name, "vol-resize", ResizeAsync, volume, capacity, pool) { Examples = ["pando vol-resize data.qcow2 40G --pool default"] };

        async Task<int> ResizeAsync(Run run)
        {
            var request = new VolumeResizeRequest { CapacityBytes = SizeText.Bytes("SIZE", run.Value(capacity)) };
            var grown = await Changes.DoAsync(
                run, (pandod, cancel) => pandod.ResizeVolumeAsync(run.Value(pool) ?? DefaultPool, run.Value(volume), request, cancel));
            run.Say(grown, "volume.resized", ("name", grown.Name), ("size", run.Texts.Bytes(grown.CapacityBytes)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Delete(string name)
    {
        var volume = new Operand("VOLUME", WordKind.Volume);
        var pool = new Setting("--pool", "POOL") { Kind = WordKind.Pool };
        return new CliCommand(name, "vol-delete", DeleteAsync, volume, pool) { Examples = ["pando vol-delete data.qcow2 --pool default"] };

        async Task<int> DeleteAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.DeleteVolumeAsync(run.Value(pool) ?? DefaultPool, run.Value(volume), cancel));
            run.Say("volume.deleted", ("name", run.Value(volume)));
            return ExitCode.Done;
        }
    }

    private static void Write(Run run, Volume volume, TextWriter writer)
    {
        var texts = run.Texts;
        new FactSheet()
            .Add(texts["volume.name"], volume.Name)
            .Add(texts["volume.pool"], volume.Pool)
            .Add(texts["volume.format"], volume.Format)
            .Add(texts["volume.capacity"], texts.Bytes(volume.CapacityBytes))
            .Add(texts["volume.allocation"], texts.Bytes(volume.AllocationBytes))
            .Add(texts["volume.backing"], volume.Backing)
            .Add(texts["volume.path"], volume.Path)
            .Add(texts["volume.users"], string.Join(", ", volume.UsedBy))
            .WriteTo(writer);
    }
}
