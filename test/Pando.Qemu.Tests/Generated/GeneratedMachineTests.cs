using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Tests.Generators;
using Pando.Qemu.Arguments;
using Pando.Testing;

namespace Pando.Qemu.Tests.Generated;

/// <summary>
/// Random definitions become arguments, and the real QEMU starts with them, or they are refused with a reason: never anything else.
/// The seeds of failures are kept in Seeds.txt.
/// </summary>
[Trait("Speed", "Slow")]
public sealed partial class GeneratedMachineTests : IDisposable
{
    private const int All = 5000;
    private const int Started = 60;

    /// <summary>PANDO_SEED=… tries others.</summary>
    private static readonly ulong Seed = Environment.GetEnvironmentVariable("PANDO_SEED") is { Length: > 0 } other ? ulong.Parse(other, CultureInfo.InvariantCulture) : 20_261_121;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_random_definition_becomes_arguments_or_is_refused_with_a_reason()
    {
        var (taken, refusals) = (0, new HashSet<string>(StringComparer.Ordinal));
        Properties.Hold(
            AskedMachines.All,
            asked =>
            {
                try
                {
                    _ = Build(GeneratedMachines.Taken(asked), asked.Vcpus % 2 == 0 ? Accelerator.Tcg : Accelerator.Kvm);
                    taken++;
                }
                catch (PandoException refusal)
                {
                    Assert.DoesNotContain("{", refusal.Message, StringComparison.Ordinal);
                    refusals.Add(refusal.Code.Name);
                }
            },
            times: All,
            from: Seed);
        // Not nearly all of them fail of the same.
        Assert.True(taken > All / 4, $"{taken} of {All} were taken; refused with {string.Join(", ", refusals)}");
    }

    [Fact]
    public void The_real_QEMU_starts_with_what_is_built_or_says_what_the_host_lacks()
    {
        InstalledQemu.Require();
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        var here = AskedMachines.All.Select(GeneratedMachines.TryTake).Where(made => made is not null && NamesNothingOfTheHost(made)).Select(made => made!);
        var started = 0;
        Properties.Hold(here, machine => started += StartsAsync(machine).GetAwaiter().GetResult() ? 1 : 0, times: Started, from: Seed);
        Assert.True(started > Started / 2, $"{started} of {Started} were started");
    }

    private async Task<bool> StartsAsync(DomainDefinition machine)
    {
        try
        {
            await using StartedQemu qemu = await StartedQemu.StartAsync(machine, _folder.Path);
            return true;
        }
        catch (PandoException)
        {
            return false;
        }
        catch (QemuDiedException refused)
        {
            // What QEMU has no word for, or was told twice, is no lack of the host's.
            Assert.False(Misspelt().IsMatch(refused.Message), refused.Message);
            return false;
        }
    }

    /// <summary>What needs files, sockets or devices, and what takes the memory of a whole host, is started one by one from the golden definitions.</summary>
    private static bool NamesNothingOfTheHost(DomainDefinition machine)
    {
        DomainDevices devices = machine.Devices;
        return machine.MemoryKiB <= 1 << 18 && machine.Vcpus <= 8 && machine.MaxMemory is null && machine.MemoryBacking == new MemoryBacking()
            && machine.Os is { Loader: null, KernelPath: null, AcpiTablePath: null, DeviceTreePath: null, Firmware: null }
            && machine.QemuExtras == new QemuExtras() && machine.FirmwareConfig.IsEmpty
            && devices.Disks.Items.All(disk => disk.Source is null) && devices.Filesystems.IsEmpty && devices.HostDevices.IsEmpty && devices.Vsock is null
            && devices.Tpms.IsEmpty && devices.SharedMemories.IsEmpty && devices.Memories.IsEmpty && devices.Pstore is null && devices.Smartcards.IsEmpty
            && devices.Graphics.IsEmpty && devices.Audios.IsEmpty && devices.Interfaces.Items.All(card => card.Source is UserNetworkSource)
            && CharacterEnds.Of(devices).All(end => end.Backend is PtyBackend or NullBackend) && devices.Rngs.Items.All(rng => rng.Path is null)
            && devices.Inputs.Items.All(input => input.SourcePath is null);
    }

    private static QemuCommandLine Build(DomainDefinition definition, Accelerator accelerator)
    {
        OsDefinition os = definition.Os;
        bool flash = os.Loader is { Path: not null, Type: LoaderType.ParallelFlash };
        return TestMachine.Build(
            WithPlaces(definition), accelerator,
            code: flash ? TestMachine.Image(os.Loader!.Path!, readOnly: true) : null,
            variables: flash && os.Nvram is { Path: { } path } ? TestMachine.Image(path) : null);
    }

    /// <summary>With the paths that the daemon chooses in a machine's run directory.</summary>
    private static DomainDefinition WithPlaces(DomainDefinition definition)
    {
        const string chosen = "/run/chosen";
        DomainDevices devices = CharacterEnds.Change(definition.Devices, (_, end) => end is UnixBackend { Path: null } unix ? unix with { Path = chosen } : end);
        return definition with
        {
            Devices = devices with
            {
                Graphics = devices.Graphics.Items.Select(display => display with
                {
                    Listens = display.Listens.Items.Select(listen => listen is SocketListen { Path: null } ? new SocketListen(chosen) : listen).ToEquatableArray(),
                }).ToEquatableArray(),
                Audios = devices.Audios.Items.Select(audio => audio is { Driver: AudioDriver.File, FilePath: null } ? audio with { FilePath = chosen } : audio).ToEquatableArray(),
            },
        };
    }

    [GeneratedRegex("Property '.*' not found|Invalid parameter '|Parameter '.*' is (missing|unexpected)|Duplicate|invalid option|JSON parse|not a valid device model name", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Misspelt();
}
