using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.Saving.Format;
using Pando.Domains.Stopping;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Saving;

/// <summary>What a later daemon needs to undo a save, or to go through with its end.</summary>
internal sealed record SaveInput(string Path, StopInput Stop);

[JsonSerializable(typeof(SaveInput))]
internal sealed partial class SaveJson : JsonSerializerContext;

/// <summary>What is to be written, in memory: it holds secrets.</summary>
/// <param name="Order">How.</param>
/// <param name="Definition">With every alias, as the machine runs.</param>
/// <param name="Text">The definition that stands in the file.</param>
/// <param name="Held">The files that the machine has open.</param>
internal sealed record SaveContent(SaveOrder Order, DomainDefinition Definition, string Text, IReadOnlyList<HeldFile> Held);

/// <summary>
/// Writes a machine into a file and ends it. Until its process is ended everything can be undone, and the guest goes on
/// where it stood; behind that there is only forward.
/// </summary>
internal sealed class SaveJob(DomainServices services) : JobKind
{
    public const string KindName = "machine.save";

    public override string Name => KindName;

    public static byte[] Input(SaveInput input) => JsonSerializer.SerializeToUtf8Bytes(input, SaveJson.Default.SaveInput);

    public override JobRecovery RecoveryAfter(IReadOnlyList<string> begun) =>
        begun.Contains(EndProcess.StepName, StringComparer.Ordinal) ? JobRecovery.Resume : JobRecovery.Undo;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var save = JsonSerializer.Deserialize(input.Span, SaveJson.Default.SaveInput)!;
        return Steps(services, save, new JobGuest(services, save.Stop, running: null), null, null);
    }

    public static IReadOnlyList<JobStep> Steps(DomainServices services, SaveInput save, JobGuest guest, SaveRun? run, SaveContent? content)
    {
        SaveHeader? header = null;
        return
        [
            new BeginFile(services, guest.Name, save.Path, run, Begin),
            new StopGuest(guest, run),
            new WriteMachine(services, guest, save.Path, new WriteOrder(content?.Order.Compression ?? default, content?.Order.BypassCache ?? false, Live: false), run),
            new PublishFile(guest, save.Path, run, Finish),
            .. StopJob.Steps(services, save.Stop),
            new KeepFront(guest.Name, save.Path, run),
        ];

        byte[] Begin()
        {
            // As long as it can become: with the length, the checksum and every disk.
            var cookie = Cookie(content!) with { StreamLength = long.MaxValue, StreamChecksum = uint.MaxValue };
            header = new SaveHeader(IsWhole: false, SaveImage.Room(content!.Text, cookie), WasRunning: false, content.Order.Compression, 0);
            return SaveImage.Front(header, content.Text, cookie, save.Path);
        }

        byte[] Finish()
        {
            // Asked now: QEMU has written the last of its disks.
            var cookie = Cookie(content!) with { StreamLength = run!.Stream!.Length, StreamChecksum = run.Stream.Checksum };
            var whole = header! with { IsWhole = true, WasRunning = content!.Order.Running ?? run.WasRunning };
            return SaveImage.Front(whole, content.Text, cookie, save.Path);
        }
    }

    private static SaveCookie Cookie(SaveContent content) => new()
    {
        Aliases = SavedDefinition.Aliases(content.Definition),
        Disks = [.. content.Held.Where(file => file.Use != FileUse.Read).Select(SavedDisks.Now).OfType<SavedDisk>()],
    };
}
