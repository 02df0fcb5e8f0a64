using System.Text;
using System.Text.Json;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.GuestAgent;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Agents;

/// <summary>Finds the line to a machine's agent; refuses at once where there is none.</summary>
internal sealed class GuestAgents(DomainRegistry registry, DomainServices services) : IGuestAgents
{
    private GuestAgentSettings Settings => services.Qemu.Agent;

    public Task<TResult> AskAsync<TResult>(DomainId id, AgentVerb<TResult> verb, CancellationToken cancellationToken = default) =>
        Line(registry.Driver(id)).AskAsync(verb, LimitOf(verb), cancellationToken);

    public Task<GuestProgramOutcome> RunAsync(DomainId id, GuestProgram program, CancellationToken cancellationToken = default) =>
        Programs(id).RunAsync(program, cancellationToken);

    public Task<GuestProgramOutcome> ProgramAsync(DomainId id, long pid, CancellationToken cancellationToken = default) =>
        Programs(id).AskAsync(pid, cancellationToken);

    public async Task<int> FreezeAsync(DomainId id, IReadOnlyList<string> mountpoints, TimeSpan longest, CancellationToken cancellationToken = default)
    {
        var driver = registry.Driver(id);
        _ = Line(driver);
        var count = await driver.Guest!.Freeze!.FreezeAsync(mountpoints, longest, cancellationToken);
        Told(driver, "frozen", count);
        return count;
    }

    public async Task<int> ThawAsync(DomainId id, CancellationToken cancellationToken = default)
    {
        var driver = registry.Driver(id);
        _ = Line(driver);
        var count = await driver.Guest!.Freeze!.ThawAsync(cancellationToken);
        Told(driver, "thawed", count);
        return count;
    }

    public Task SetPasswordAsync(DomainId id, string user, Secret password, bool hashed, CancellationToken cancellationToken = default) =>
        AskAsync(id, new GuestSetUserPassword(user, Convert.ToBase64String(Encoding.UTF8.GetBytes(password.Reveal())), hashed), cancellationToken);

    public async Task SetVcpusAsync(DomainId id, IReadOnlyList<long> online, IReadOnlyList<long> offline, CancellationToken cancellationToken = default) =>
        await ChangeVcpusAsync(id, now => GuestVcpuChange.Of(now, online, offline), cancellationToken);

    public async Task SetVcpuCountAsync(DomainId id, int count, CancellationToken cancellationToken = default) =>
        await ChangeVcpusAsync(id, now => GuestVcpuChange.ToCount(now, count), cancellationToken);

    public async Task SuspendAsync(DomainId id, SleepTarget target, CancellationToken cancellationToken = default)
    {
        var driver = registry.Driver(id);
        var line = Line(driver);
        await GuestSleep.RefuseIfImpossibleAsync(driver.View, driver.Guest!, target, cancellationToken);
        AgentVerb<Nothing> verb = target switch
        {
            SleepTarget.Mem => new GuestSuspendRam(),
            SleepTarget.Disk => new GuestSuspendDisk(),
            _ => new GuestSuspendHybrid(),
        };
        await line.AskAsync(verb, null, cancellationToken);
    }

    public async Task<JsonElement> CommandAsync(DomainId id, JsonElement command, TimeSpan? limit, Caller by, CancellationToken cancellationToken = default)
    {
        if (AgentSession.NameOf(command) is null)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", "command"), ("reason", """{"execute": …}"""));
        }
        var driver = registry.Driver(id);
        var line = Line(driver);
        driver.Mark(Taint.CustomAgentCommand);
        return await line.AskAsync(session => session.ExecuteRawAsync(command, limit ?? line.CommandLimit, cancellationToken), cancellationToken);
    }

    public Task<DomainView> LimitAsync(DomainId id, TimeSpan? limit, CancellationToken cancellationToken = default)
    {
        var driver = registry.Driver(id);
        return driver switch
        {
            { Guest: { IsRecorded: true, Agent: not null } guest } => driver.LimitAgentAsync(guest, limit, cancellationToken),
            { Guest: { IsRecorded: true } } => throw new CallerException(ErrorCodes.Agent.NoChannel, ("name", driver.View.Name)),
            { Guest: not null } => throw new CallerException(ErrorCodes.Domain.RecordUnreadable, ("name", driver.View.Name)),
            _ => throw new CallerException(ErrorCodes.Domain.NotRunning, ("name", driver.View.Name)),
        };
    }

    private async Task ChangeVcpusAsync(
        DomainId id, Func<IReadOnlyList<GuestVcpu>, IReadOnlyList<GuestVcpu>> change, CancellationToken cancellationToken)
    {
        var wanted = change(await AskAsync(id, new GuestGetVcpus(), cancellationToken));
        // The agent does the list from its beginning and answers how far it came.
        var done = wanted.Count == 0 ? 0 : await AskAsync(id, new GuestSetVcpus(wanted), cancellationToken);
        if (done != wanted.Count)
        {
            throw new PeerException(
                ErrorCodes.Agent.InPart, null, ("name", registry.Driver(id).View.Name), ("command", "guest-set-vcpus"), ("done", $"{done}"), ("wanted", $"{wanted.Count}"));
        }
    }

    private GuestProgramRun Programs(DomainId id)
    {
        var driver = registry.Driver(id);
        return new GuestProgramRun(Line(driver), driver.View.Name, Settings, services.Time);
    }

    private void Told(DomainDriver driver, string what, int count) =>
        services.Events.Publish($"machine.{what}", driver.Id.ToString(), ("name", driver.View.Name), ("detail", $"{count}"));

    private TimeSpan? LimitOf<TResult>(AgentVerb<TResult> verb) => verb switch
    {
        GuestFstrim => Settings.TrimLimit,
        GuestFsfreezeThaw => Settings.FreezeLimit,
        _ => null,
    };

    private static GuestAgentLine Line(DomainDriver driver)
    {
        var view = driver.View;
        if (GuestRefusal.Of(view) is { } refusal)
        {
            throw refusal;
        }
        return driver.Guest?.Agent ?? throw new CallerException(ErrorCodes.Agent.NoChannel, ("name", view.Name));
    }
}
