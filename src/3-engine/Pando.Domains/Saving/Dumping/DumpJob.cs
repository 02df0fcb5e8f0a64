using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.Stopping;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Saving.Dumping;

/// <summary>What a later daemon needs to undo a dump, or to go through with the end of the machine behind it.</summary>
internal sealed record DumpInput(string Path, StopInput Stop, bool MemoryOnly, bool Live, bool Crash, bool Reset, bool Resume = false);

[JsonSerializable(typeof(DumpInput))]
internal sealed partial class DumpJson : JsonSerializerContext;

/// <summary>Writes a machine's memory into a file for somebody to look at. The machine goes on, is reset, or is ended as crashed.</summary>
internal sealed class DumpJob(DomainServices services) : JobKind
{
    public const string KindName = "machine.dump";

    public override string Name => KindName;

    public static byte[] Input(DumpInput input) => JsonSerializer.SerializeToUtf8Bytes(input, DumpJson.Default.DumpInput);

    public override JobRecovery RecoveryAfter(IReadOnlyList<string> begun) =>
        begun.Contains(EndProcess.StepName, StringComparer.Ordinal) ? JobRecovery.Resume : JobRecovery.Undo;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var dump = JsonSerializer.Deserialize(input.Span, DumpJson.Default.DumpInput)!;
        return Steps(services, dump, new JobGuest(services, dump.Stop, running: null), null, null);
    }

    public static IReadOnlyList<JobStep> Steps(DomainServices services, DumpInput dump, JobGuest guest, SaveRun? run, DumpOrder? order)
    {
        var bypass = order?.BypassCache ?? false;
        List<JobStep> steps = [new BeginFile(services, guest.Name, dump.Path, run, static () => [])];
        if (!dump.Live)
        {
            steps.Add(new StopGuest(guest, run));
        }
        steps.Add(dump.MemoryOnly
            ? new DumpMemory(services, guest, dump.Path, order?.Format, bypass, run)
            : new WriteMachine(services, guest, dump.Path, new WriteOrder(order?.Compression ?? default, bypass, dump.Live), run));
        if (dump.Crash)
        {
            return [.. steps, new PublishFile(guest, dump.Path, run, static () => null), .. StopJob.Steps(services, dump.Stop)];
        }
        // The guest first: it does not wait for the disk.
        return [.. steps, new GoOn(guest, dump, run), new PublishFile(guest, dump.Path, run, static () => null)];
    }
}
