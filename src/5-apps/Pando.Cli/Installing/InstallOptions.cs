using System.CommandLine;
using System.Globalization;
using Pando.Api.Install;
using Pando.Cli.Commands;
using Pando.Cli.Failures;

namespace Pando.Cli.Installing;

/// <summary>virt-install's options, and ours, that describe a new machine.</summary>
internal sealed class InstallOptions
{
    private const long MiB = 1L << 20;
    private readonly Setting _name = new("--name", "NAME", "-n");
    private readonly Setting _uuid = new("--uuid", "UUID");
    private readonly Setting _title = new("--title", "TEXT");
    private readonly Setting _description = new("--description", "TEXT");
    private readonly Setting _memory = new("--memory", "MIB", "--ram", "-r");
    private readonly Setting _vcpus = new("--vcpus", "NUMBER");
    private readonly Setting _cpu = new("--cpu", "MODEL");
    private readonly Setting _machine = new("--machine", "TYPE");
    private readonly Setting _image = new("--image", "IMAGE") { Kind = WordKind.Image };
    private readonly Flag _full = new("--full");
    private readonly Setting _cdrom = new("--cdrom", "FILE", "-c") { Kind = WordKind.File };
    private readonly Setting _location = new("--location", "PLACE", "-l") { Kind = WordKind.File };
    private readonly Flag _import = new("--import");
    private readonly Settings _disks = new("--disk", "DISK");
    private readonly Settings _networks = new("--network", "NETWORK", "-w");
    private readonly Settings _graphics = new("--graphics", "GRAPHICS");
    private readonly Settings _boot = new("--boot", "BOOT");
    private readonly Setting _extraArguments = new("--extra-args", "TEXT", "-x");
    private readonly OptionalSettings _cloudInit = new("--cloud-init", "SETTINGS");
    private readonly Setting _osVariant = new("--os-variant", "OS", "--osinfo");
    private readonly Flag _autostart = new("--autostart");
    private readonly Flag _noReboot = new("--noreboot");

    public IReadOnlyList<Symbol> All =>
    [
        _name, _uuid, _title, _description, _memory, _vcpus, _cpu, _machine, _image, _full, _cdrom, _location, _import,
        _disks, _networks, _graphics, _boot, _extraArguments, _cloudInit, _osVariant, _autostart, _noReboot,
    ];

    /// <summary>The request that a command line means; files that it names for cloud-init are read.</summary>
    public async Task<InstallRequest> ReadAsync(Run run)
    {
        var request = new InstallRequest
        {
            Name = run.Value(_name) ?? throw CliException.Usage("install-name-missing"),
            Uuid = run.Value(_uuid),
            Title = run.Value(_title),
            Description = run.Value(_description),
            MemoryKiB = Memory(run.Value(_memory)),
            Vcpus = Vcpus(run.Value(_vcpus)),
            Cpu = run.Value(_cpu),
            MachineType = run.Value(_machine),
            OsVariant = Os(run.Value(_osVariant)),
            Cdrom = run.Value(_cdrom) is { } cdrom ? HomePath.Of(cdrom) : null,
            Location = run.Value(_location) is { } location ? Place(location) : null,
            Import = run.Has(_import),
            Image = run.Value(_image),
            FullCopy = run.Has(_full),
            Disks = DiskOption.Read(run.Values(_disks)),
            Networks = NetworkOption.Read(run.Values(_networks)),
            Graphics = GraphicsOption.Read(run.Values(_graphics)),
            Boot = BootOption.Read(run.Values(_boot), run.Value(_extraArguments)),
            CloudInit = await CloudInitOption.ReadAsync(run, run.Values(_cloudInit), run.Has(_cloudInit)),
            Autostart = run.Has(_autostart),
            NoStart = run.Has(_noReboot),
        };
        Demand(request);
        return request;
    }

    /// <summary>Where the system comes from must be said, and once.</summary>
    private static void Demand(InstallRequest request)
    {
        var diskImage = request.Disks?.Any(disk => disk.Image is not null) == true;
        var sources = new (bool Given, string Option)[]
        {
            (request.Cdrom is not null, "--cdrom"),
            (request.Location is not null, "--location"),
            // virt-install wants --import said for a disk that has a system; with an image it may be.
            (request.Import || request.Image is not null || diskImage, request.Import ? "--import" : "--image"),
        }.Where(source => source.Given).Select(source => source.Option).ToList();
        if (sources.Count > 1)
        {
            throw CliException.Usage("two-sources", ("first", sources[0]), ("second", sources[1]));
        }
        if (sources.Count == 0 && request.Boot?.Kernel is null && request.Boot?.Order?.Contains("network", StringComparer.Ordinal) != true)
        {
            throw CliException.Usage("install-no-source");
        }
    }

    /// <summary>MiB, as virt-install counts, or with a unit.</summary>
    private static long? Memory(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var given = SubOptions.Parse("--memory", text);
        var size = given.Take("memory") ?? given.Words.FirstOrDefault() ?? text;
        given.Done();
        return SizeText.Bytes("--memory", size, MiB) / 1024;
    }

    private static int? Vcpus(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var given = SubOptions.Parse("--vcpus", text);
        var number = given.Take("vcpus") ?? given.Words.FirstOrDefault() ?? text;
        given.Done();
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var vcpus) && vcpus > 0
            ? vcpus
            : throw given.Bad("vcpus", number);
    }

    /// <summary><c>debian12</c>, <c>name=debian12</c>, <c>detect=on,require=off,name=…</c>.</summary>
    private static string? Os(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var given = SubOptions.Parse("--os-variant", text);
        var name = given.Take("name", "short-id") ?? given.Words.FirstOrDefault();
        // Pando looks at the medium itself; whether it must succeed isn't the user's to say.
        given.Take("detect");
        given.Take("require");
        given.Done();
        return name is "auto" or "none" or "detect" ? null : name;
    }

    private static string Place(string place) => place.Contains("://", StringComparison.Ordinal) ? place : HomePath.Of(place);
}
