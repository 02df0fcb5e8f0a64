using System.Globalization;
using System.Text.Json;
using Pando.Api.Agents;
using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>Whether an agent can be talked to.</summary>
    public Task<AgentStatus> GetAgentAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Agent, machine)), PandoJson.Default.AgentStatus, cancellationToken);

    /// <summary>Says how long the agent may take, until the machine ends.</summary>
    public Task<AgentStatus> LimitAgentAsync(string machine, AgentLimitRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.AgentLimit, machine), request, PandoJson.Default.AgentLimitRequest), PandoJson.Default.AgentStatus, cancellationToken);

    /// <summary>Asks the agent whether it is there.</summary>
    public Task<AgentPresence> PingAgentAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.AgentPing, machine)), PandoJson.Default.AgentPresence, cancellationToken);

    /// <summary>What the agent tells of the guest: all, or only some.</summary>
    public Task<GuestInfo> GetGuestInfoAsync(string machine, IReadOnlyCollection<string>? types = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Patient(ApiRoutes.Fill(ApiRoutes.AgentInfo, machine), types is { Count: > 0 } ? string.Join(',', types) : null),
            PandoJson.Default.GuestInfo, cancellationToken);

    /// <summary>Runs a program in the guest.</summary>
    public Task<GuestExecResult> ExecuteInGuestAsync(string machine, GuestExecRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(AgentChange("POST", ApiRoutes.AgentExec, machine, request, PandoJson.Default.GuestExecRequest), PandoJson.Default.GuestExecResult, cancellationToken);

    /// <summary>How a program is that was started before.</summary>
    public Task<GuestExecResult> GetGuestExecAsync(string machine, long pid, CancellationToken cancellationToken = default) =>
        AskAsync(
            Question(ApiRoutes.Fill(ApiRoutes.AgentExecStatus, machine, pid.ToString(CultureInfo.InvariantCulture))), PandoJson.Default.GuestExecResult, cancellationToken);

    /// <summary>Whether file systems are frozen.</summary>
    public Task<GuestFreezeStatus> GetGuestFreezeAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.AgentFreeze, machine)), PandoJson.Default.GuestFreezeStatus, cancellationToken);

    /// <summary>Freezes file systems.</summary>
    public Task<GuestFreezeCount> FreezeGuestAsync(string machine, GuestFreezeRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(AgentChange("POST", ApiRoutes.AgentFreeze, machine, request, PandoJson.Default.GuestFreezeRequest), PandoJson.Default.GuestFreezeCount, cancellationToken);

    /// <summary>Thaws all of them.</summary>
    public Task<GuestFreezeCount> ThawGuestAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.AgentThaw, machine)), PandoJson.Default.GuestFreezeCount, cancellationToken);

    /// <summary>Has the guest tell its disks what is unused.</summary>
    public Task<IReadOnlyList<GuestTrimResult>> TrimGuestAsync(string machine, GuestTrimRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(AgentChange("POST", ApiRoutes.AgentTrim, machine, request, PandoJson.Default.GuestTrimRequest), PandoJson.Default.IReadOnlyListGuestTrimResult, cancellationToken);

    /// <summary>The guest's clock.</summary>
    public Task<GuestTime> GetGuestTimeAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.AgentTime, machine)), PandoJson.Default.GuestTime, cancellationToken);

    /// <summary>Sets it.</summary>
    public Task<GuestTime> SetGuestTimeAsync(string machine, GuestTimeRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(AgentChange("PUT", ApiRoutes.AgentTime, machine, request, PandoJson.Default.GuestTimeRequest), PandoJson.Default.GuestTime, cancellationToken);

    /// <summary>Sets a user's password.</summary>
    public Task SetGuestPasswordAsync(string machine, GuestPasswordRequest request, CancellationToken cancellationToken = default) =>
        DoAsync(AgentChange("PUT", ApiRoutes.AgentPassword, machine, request, PandoJson.Default.GuestPasswordRequest), cancellationToken);

    /// <summary>A user's SSH keys.</summary>
    public Task<GuestSshKeys> GetGuestSshKeysAsync(string machine, string user, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.AgentSshKeys, machine, user)), PandoJson.Default.GuestSshKeys, cancellationToken);

    /// <summary>Changes them.</summary>
    public Task<GuestSshKeys> SetGuestSshKeysAsync(string machine, string user, GuestSshKeysRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", ApiRoutes.Fill(ApiRoutes.AgentSshKeys, machine, user), request, PandoJson.Default.GuestSshKeysRequest),
            PandoJson.Default.GuestSshKeys, cancellationToken);

    /// <summary>The processors as the guest sees them.</summary>
    public Task<IReadOnlyList<GuestVcpu>> GetGuestVcpusAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.AgentVcpus, machine)), PandoJson.Default.IReadOnlyListGuestVcpu, cancellationToken);

    /// <summary>Has the guest use them or not.</summary>
    public Task<IReadOnlyList<GuestVcpu>> SetGuestVcpusAsync(string machine, GuestVcpusRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(AgentChange("PUT", ApiRoutes.AgentVcpus, machine, request, PandoJson.Default.GuestVcpusRequest), PandoJson.Default.IReadOnlyListGuestVcpu, cancellationToken);

    /// <summary>Sends the agent a command as it is.</summary>
    public Task<JsonElement> SendAgentCommandAsync(string machine, ReadOnlyMemory<byte> command, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        var target = Query(ApiRoutes.Fill(ApiRoutes.AgentCommand, machine), (ApiQuery.Limit, limit?.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)));
        return AskAsync(Change("POST", target).WithBody("application/json", command), PandoJson.Default.JsonElement, cancellationToken);
    }

    /// <summary>The guest puts itself to sleep; <paramref name="target"/> is <c>mem</c>, <c>disk</c> or <c>hybrid</c>.</summary>
    public Task<Machine> PmSuspendAsync(string machine, string target, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.PmSuspend, machine, (ApiQuery.Target, target), cancellationToken);

    /// <summary>Wakes it.</summary>
    public Task<Machine> PmWakeupAsync(string machine, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.PmWakeup, machine, default, cancellationToken);

    /// <summary>An agent may be asked several things, each with a limit of its own.</summary>
    private Transport.ApiRequest Patient(string path, string? types) =>
        new("GET", Query(path, (ApiQuery.Types, types))) { Limit = _options.ChangeLimit };

    private Transport.ApiRequest AgentChange<T>(string method, string route, string machine, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        Change(method, ApiRoutes.Fill(route, machine), body, type);
}
