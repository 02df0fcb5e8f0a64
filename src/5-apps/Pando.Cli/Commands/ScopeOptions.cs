using Pando.Api.Machines;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>What a change holds for, in virsh's words: --live, --config, --current, --persistent.</summary>
internal sealed class ScopeOptions
{
    private readonly Flag _live = new("--live");
    private readonly Flag _config = new("--config");
    private readonly Flag _current = new("--current");
    private readonly Flag _persistent = new("--persistent");

    public System.CommandLine.Symbol[] All => [_live, _config, _current, _persistent];

    /// <summary>Whether any of them was given.</summary>
    public bool IsGiven(Run run) => run.Has(_live) || run.Has(_config) || run.Has(_current) || run.Has(_persistent);

    /// <summary>Those that a network has.</summary>
    public System.CommandLine.Symbol[] OfNetworks => [_live, _config, _current];

    /// <summary>As the API has it; null where none was given, or the thing as it is now.</summary>
    public string? Of(Run run)
    {
        if (run.Has(_current) && (run.Has(_live) || run.Has(_config)))
        {
            throw CliException.Usage("scope-current");
        }
        return (run.Has(_live), run.Has(_config)) switch
        {
            (true, true) => "live,config",
            (true, false) => "live",
            (false, true) => "config",
            _ => run.Has(_current) ? "current" : null,
        };
    }

    /// <summary>As the API has it; null for the machine as it is now.</summary>
    public async Task<string?> OfAsync(Run run, string machine)
    {
        if (run.Has(_current) && (run.Has(_live) || run.Has(_config) || run.Has(_persistent)))
        {
            throw CliException.Usage("scope-current");
        }
        if (run.Has(_persistent))
        {
            return Runs(await run.Client.GetMachineAsync(machine)) ? "live,config" : "config";
        }
        return (run.Has(_live), run.Has(_config)) switch
        {
            (true, true) => "live,config",
            (true, false) => "live",
            (false, true) => "config",
            _ => null,
        };
    }

    /// <summary>Whether what is read is to be the stored definition.</summary>
    public bool ReadsDefinition(Run run) => run.Has(_config) && !run.Has(_live) && !run.Has(_persistent);

    private static bool Runs(Machine machine) => machine.State.Phase is not (MachinePhase.ShutOff or MachinePhase.BeingRemoved);
}
