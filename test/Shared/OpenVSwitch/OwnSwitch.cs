using System.Diagnostics;

namespace Pando.TestNamespaces;

/// <summary>
/// An Open vSwitch of a test's own: its database, its sockets, its switch, which moves packets itself and asks nothing of the kernel.
/// Both programs end with it.
/// </summary>
internal sealed class OwnSwitch : IDisposable
{
    private const string Schema = "/usr/share/openvswitch/vswitch.ovsschema";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly IReadOnlyList<string> _inside;
    private Process? _database;
    private Process? _switch;

    private OwnSwitch(string folder, IReadOnlyList<string> inside) => (_folder, _inside) = (folder, inside);

    /// <summary>Where the database listens.</summary>
    public string Socket => SocketIn(_folder);

    public static void Require()
    {
        bool can = Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/ovs-vswitchd");
        Assert.SkipUnless(can || Environment.GetEnvironmentVariable("CI") is not null, "Needs root and Open vSwitch.");
        Assert.True(can, "Needs root and Open vSwitch (openvswitch-switch).");
    }

    /// <summary>Starts one.</summary>
    /// <param name="inside">What its programs are started behind, to be in a network of their own: <c>ip netns exec NAME</c>.</param>
    public static OwnSwitch Start(params IReadOnlyList<string> inside) => StartAt(MakeFolder(), inside);

    /// <summary>Where one may be started later; its socket is <see cref="SocketIn"/> it.</summary>
    public static string MakeFolder() => Directory.CreateTempSubdirectory("pando-ovs-").FullName;

    /// <summary>Where the database of one in this folder listens.</summary>
    public static string SocketIn(string folder) => Path.Combine(folder, "db.sock");

    /// <summary>Starts one in a folder, which goes with it.</summary>
    public static OwnSwitch StartAt(string folder, params IReadOnlyList<string> inside)
    {
        Require();
        var made = new OwnSwitch(folder, inside);
        try
        {
            made.Run("ovsdb-tool", "create", Path.Combine(made._folder, "conf.db"), Schema);
            made._database = made.Begin("ovsdb-server", Path.Combine(made._folder, "conf.db"), $"--remote=punix:{made.Socket}", $"--unixctl={made._folder}/database.ctl", "--log-file=/dev/null");
            made.Vsctl("--no-wait", "init");
            made.StartSwitch();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>What ovs-vsctl(8) says.</summary>
    public string Vsctl(params IReadOnlyList<string> arguments) => Run("ovs-vsctl", [$"--db=unix:{Socket}", "--retry", "--timeout=60", .. arguments]).Trim();

    /// <summary>Starts what moves the packets.</summary>
    public void StartSwitch()
    {
        _switch = Begin("ovs-vswitchd", $"unix:{Socket}", "--disable-system", "--pidfile", "--log-file=/dev/null");
        // It says that it has taken up what is there.
        Vsctl("set", "Open_vSwitch", ".", "external_ids:started=yes");
    }

    /// <summary>Ends what moves the packets; the database stays.</summary>
    public void EndSwitch() => End(ref _switch);

    public void Dispose()
    {
        End(ref _switch);
        End(ref _database);
        Directory.Delete(_folder, recursive: true);
    }

    private static void End(ref Process? process)
    {
        if (process is not null)
        {
            process.Kill();
            Assert.True(process.WaitForExit(Limit));
            process.Dispose();
            process = null;
        }
    }

    private Process Begin(string program, params IReadOnlyList<string> arguments) => Process.Start(Ask(program, [.. arguments, "-vconsole:off"], _inside))!;

    private string Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(Ask(program, arguments, []))!;
        var words = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Limit), $"{program} does not end");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {words.GetAwaiter().GetResult()}");
        return output;
    }

    private ProcessStartInfo Ask(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> inside)
    {
        IReadOnlyList<string> all = [.. inside, program, .. arguments];
        var ask = new ProcessStartInfo(all[0], all.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var name in (string[])["OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR"])
        {
            ask.Environment[name] = _folder;
        }
        return ask;
    }
}
