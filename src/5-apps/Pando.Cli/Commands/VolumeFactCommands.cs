using Pando.Api.Storage;
using Pando.Cli.Failures;
using Pando.Cli.Following;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>vol-dumpxml</c>, <c>vol-key</c>, <c>vol-path</c>, <c>vol-name</c>, <c>vol-pool</c>; <c>vol-clone</c> and <c>vol-wipe</c>.</summary>
internal static class VolumeFactCommands
{
    private const string DefaultPool = "default";

    public static CliCommand DumpXml(string name)
    {
        var (volume, pool) = Words();
        return new CliCommand(name, "vol-dumpxml", DumpAsync, volume, pool) { Examples = ["pando vol-dumpxml web1.qcow2 --pool default"] };

        async Task<int> DumpAsync(Run run)
        {
            run.WriteXml(await run.Client.GetVolumeXmlAsync(run.Value(pool) ?? DefaultPool, run.Value(volume)));
            return ExitCode.Done;
        }
    }

    // The key of a file is where it is.
    public static CliCommand Key(string name) => Fact(name, "vol-key", "web1.qcow2", static volume => volume.Path);

    public static CliCommand Path(string name) => Fact(name, "vol-path", "web1.qcow2", static volume => volume.Path);

    public static CliCommand Name(string name) => Fact(name, "vol-name", "/var/lib/pando/images/web1.qcow2", static volume => volume.Name);

    public static CliCommand Pool(string name) => Fact(name, "vol-pool", "/var/lib/pando/images/web1.qcow2", static volume => volume.Pool);

    public static CliCommand Clone(string name)
    {
        var (volume, pool) = Words();
        var copy = new Operand("NAME", WordKind.Text);
        return new CliCommand(name, "vol-clone", CloneAsync, volume, copy, pool) { Examples = ["pando vol-clone web1.qcow2 web2.qcow2 --pool default"] };

        async Task<int> CloneAsync(Run run)
        {
            var source = await FindAsync(run, run.Value(volume), run.Value(pool));
            var request = new VolumeRequest { Name = run.Value(copy), Format = source.Format == "iso" ? "raw" : source.Format, Image = source.Path, FullCopy = true };
            await JobFollower.OwnAsync(run, () => run.Client.StartVolumeCreateAsync(source.Pool, request));
            var created = await run.Client.GetVolumeAsync(source.Pool, request.Name);
            run.Say(created, "volume.created", ("name", created.Name), ("path", created.Path));
            return ExitCode.Done;
        }
    }

    public static CliCommand Wipe(string name)
    {
        var (volume, pool) = Words();
        return new CliCommand(name, "vol-wipe", WipeAsync, volume, pool) { Examples = ["pando vol-wipe data.qcow2 --pool default"] };

        async Task<int> WipeAsync(Run run)
        {
            var found = await FindAsync(run, run.Value(volume), run.Value(pool));
            await JobFollower.OwnAsync(run, () => run.Client.StartVolumeWipeAsync(found.Pool, found.Name));
            run.Say("volume.wiped", ("name", found.Name));
            return ExitCode.Done;
        }
    }

    private static (Operand Volume, Setting Pool) Words() => (new Operand("VOLUME", WordKind.Volume), new Setting("--pool", "POOL") { Kind = WordKind.Pool });

    private static CliCommand Fact(string name, string key, string example, Func<Volume, string> fact)
    {
        var (volume, pool) = Words();
        return new CliCommand(name, key, TellAsync, volume, pool) { Examples = [$"pando {key} {example}"] };

        async Task<int> TellAsync(Run run)
        {
            var found = await FindAsync(run, run.Value(volume), run.Value(pool));
            run.Show(found, writer => writer.WriteLine(Printable.Of(fact(found))));
            return ExitCode.Done;
        }
    }

    /// <summary>By its name in a pool, or by its path in any.</summary>
    private static async Task<Volume> FindAsync(Run run, string volume, string? pool)
    {
        if (!volume.StartsWith('/'))
        {
            return await run.Client.GetVolumeAsync(pool ?? DefaultPool, volume);
        }
        var directory = System.IO.Path.GetDirectoryName(volume);
        var owner = (await run.Client.ListPoolsAsync()).FirstOrDefault(one => one.State == "active" && one.Path == directory);
        return await run.Client.GetVolumeAsync(owner?.Name ?? pool ?? DefaultPool, System.IO.Path.GetFileName(volume));
    }
}
