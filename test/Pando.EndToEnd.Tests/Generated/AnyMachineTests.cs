using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pando.Api.Client;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Model.Domains;
using Pando.Model.Tests.Generators;
using Pando.Model.Xml;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Generated;

/// <summary>Whatever definition is asked for, a machine of it starts, or is refused with a reason and leaves nothing.</summary>
[Trait("Speed", "Slow")]
public sealed partial class AnyMachineTests : IAsyncLifetime
{
    private const string Unexpected = "request.unexpected";

    private static readonly DomainXmlOptions WithSecrets = new() { IncludeSecrets = true };

    /// <summary>How many; PANDO_MACHINES=5000 tries so many.</summary>
    private static readonly int All = Environment.GetEnvironmentVariable("PANDO_MACHINES") is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : 100;

    /// <summary>PANDO_SEED=… tries others.</summary>
    private static readonly ulong Seed = Environment.GetEnvironmentVariable("PANDO_SEED") is { Length: > 0 } other ? ulong.Parse(other, CultureInfo.InvariantCulture) : 20_261_122;

    private readonly string _folder = Directory.CreateTempSubdirectory("pando-walled-").FullName;
    private readonly Dictionary<string, int> _outcomes = [];
    private readonly List<string> _failures = [];
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PandoClient Client => _pando.Client;

    public async ValueTask InitializeAsync() => _pando = await WalledInstance.StartAsync(_folder, Ct);

    public async ValueTask DisposeAsync()
    {
        await _pando.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_starts_or_is_refused_with_a_reason()
    {
        Properties.Hold(AskedMachines.All, asked => TryAsync(OfModestSize(asked)).GetAwaiter().GetResult(), times: All, from: Seed);
        foreach (var (outcome, times) in _outcomes.OrderByDescending(static outcome => outcome.Value))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{times} {outcome}");
        }
        Assert.True(_failures.Count == 0, string.Join("\n\n", _failures));
        // Not nearly all of them are refused.
        Assert.True(_outcomes[string.Empty] > All / 10);
    }

    private async Task TryAsync(DomainDefinition asked)
    {
        var xml = DomainXml.Write(asked, WithSecrets);
        try
        {
            var machine = await Client.DefineAsync(Encoding.UTF8.GetBytes(xml), Ct);
            var refusal = await RefusalAsync(() => Client.StartAsync(machine.Id, paused: true, Ct));
            if (refusal is null)
            {
                await Client.DestroyAsync(machine.Id, cancellationToken: Ct);
            }
            var phase = (await Client.GetMachineAsync(machine.Id, Ct)).State.Phase;
            await Client.UndefineAsync(machine.Id, new UndefineOptions(), Ct);
            Note(refusal, asked, xml);
            if (phase != MachinePhase.ShutOff || _pando.OtherProcesses().Count > 0)
            {
                _failures.Add($"left {phase}, {_pando.OtherProcesses().Count} processes:\n{xml}");
            }
        }
        catch (PandoProblemException refusal)
        {
            Note(refusal, asked, xml);
        }
    }

    private static async Task<PandoProblemException?> RefusalAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return null;
        }
        catch (PandoProblemException refusal)
        {
            return refusal;
        }
    }

    private void Note(PandoProblemException? refusal, DomainDefinition asked, string xml)
    {
        var code = refusal?.Problem.Code ?? string.Empty;
        _outcomes[code] = _outcomes.GetValueOrDefault(code) + 1;
        // What QEMU has no word for, or was told twice, is our mistake, but not where its arguments are the user's.
        if (code == Unexpected || (refusal is not null && asked.QemuExtras == new QemuExtras() && Misspelt().IsMatch($"{refusal.Message} {refusal.Problem.PeerWords}")))
        {
            _failures.Add($"{code}: {refusal!.Message} {refusal.Problem.PeerWords}\n{xml}");
        }
    }

    /// <summary>What takes its memory at once takes little of it.</summary>
    private static DomainDefinition OfModestSize(DomainDefinition asked) =>
        asked.MemoryBacking is { Locked: false, HugePages: null } and not { Allocation: MemoryAllocation.Immediate }
            ? asked
            : asked with { MemoryKiB = 1 << 18, CurrentMemoryKiB = 1 << 18, MaxMemory = null, Cpu = asked.Cpu is { } cpu ? cpu with { Numa = null } : null };

    // A feature of processors that there is none of is the user's mistake, and QEMU names it.
    [GeneratedRegex("Property '(?!.*-cpu\\.).*' not found|Invalid parameter '|Parameter '.*' is (missing|unexpected)|Duplicate|invalid option|JSON parse|not a valid device model name", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Misspelt();
}
