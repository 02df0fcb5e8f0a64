using Pando.Api.Client;
using Pando.Cli.Commands;
using Pando.Cli.Connection;

namespace Pando.Cli.Completion;

/// <summary>
/// Names that exist now, asked of pandod. Completion never complains and never keeps a user waiting: no answer is no names.
/// </summary>
internal static class LiveNames
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Candidate>> OfAsync(Run run, CommandLine line, WordKind kind)
    {
        if (kind is WordKind.Text or WordKind.File)
        {
            return kind == WordKind.File ? [Candidate.Files] : [];
        }
        try
        {
            using var pandod = new PandoClient(new PandoClientOptions
            {
                Address = HostFinder.Find(line.Host, run.Around.Environment),
                CaFile = run.Around.Environment("PANDO_CA_FILE") is { Length: > 0 } file ? file : null,
                Token = run.Around.Environment("PANDO_TOKEN"),
                QuestionLimit = Patience,
            });
            return await AskAsync(pandod, line, kind);
        }
        catch (Exception)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<Candidate>> AskAsync(PandoClient pandod, CommandLine line, WordKind kind) => kind switch
    {
        WordKind.Machine => [.. (await pandod.ListMachinesAsync(StateFor(line.Command.Key))).Select(machine => new Candidate(machine.Name, machine.Title))],
        WordKind.Job => [.. (await pandod.ListJobsAsync(line.Command.Key is "job-cancel" or "job-wait")).Select(job => new Candidate(job.Id, $"{job.Kind} {job.Subject}"))],
        WordKind.Image => [.. (await pandod.ListImagesAsync()).Select(image => new Candidate(image.Name, image.Title))],
        WordKind.Pool => [.. (await pandod.ListPoolsAsync()).Select(pool => new Candidate(pool.Name, pool.Path))],
        WordKind.Volume => [.. (await pandod.ListVolumesAsync(line.Pool ?? "default")).Select(volume => new Candidate(volume.Name))],
        WordKind.Secret => [.. (await pandod.ListSecretsAsync()).Select(secret => new Candidate(secret.Usage ?? secret.Id.ToString(), secret.Description))],
        WordKind.Bridge => [.. (await pandod.ListBridgesAsync()).Select(bridge => new Candidate(bridge.Name, bridge.Network))],
        WordKind.Network => [.. (await pandod.ListNetworksAsync()).Select(network => new Candidate(network.Name, network.Forward))],
        WordKind.NetworkFilter => [.. (await pandod.ListNetworkFiltersAsync()).Select(filter => new Candidate(filter.Name, filter.Chain))],
        _ => [.. (await pandod.ListTrashAsync()).Select(item => new Candidate(item.Name, item.Id))],
    };

    /// <summary>Only the machines that the command can do something to.</summary>
    private static string? StateFor(string command) => command switch
    {
        "start" or "domrename" => "inactive",
        "exec" or "agent-ping" or "guestinfo" or "domhostname" or "domifaddr" or "domfsinfo" or "domfsfreeze" or "domfsthaw" or "domfstrim"
            or "domtime" or "guestvcpus" or "set-user-password" or "get-user-sshkeys" or "set-user-sshkeys" or "qemu-agent-command" => "running",
        "dompmwakeup" => "pm-suspended",
        "shutdown" or "reboot" or "reset" or "destroy" or "console" or "ttyconsole" or "screenshot" or "send-key" or "inject-nmi" or "qemu-monitor-command" or "domblkerror" or "vncdisplay" or "domdisplay" => "active",
        "suspend" or "dompmsuspend" => "running",
        "resume" => "paused",
        _ => null,
    };
}
