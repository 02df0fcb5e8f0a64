using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Model.Jobs;

namespace Pando.Domains.Saving;

/// <summary>A file whose front is to be replaced.</summary>
internal sealed record RedefineSavedInput(string Path);

[JsonSerializable(typeof(RedefineSavedInput))]
internal sealed partial class RedefineSavedJson : JsonSerializerContext;

/// <summary>
/// Writes another definition into the file of a saved machine, in place: the memory behind it may be large. What stood
/// there is put aside first, so that a daemon that dies in the middle leaves a file that can be brought back.
/// </summary>
internal sealed class RedefineSavedJob : JobKind
{
    public const string KindName = "save.define";

    public override string Name => KindName;

    public static byte[] Input(string path) => JsonSerializer.SerializeToUtf8Bytes(new RedefineSavedInput(path), RedefineSavedJson.Default.RedefineSavedInput);

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) =>
        Steps(JsonSerializer.Deserialize(input.Span, RedefineSavedJson.Default.RedefineSavedInput)!.Path, null, null);

    public static IReadOnlyList<JobStep> Steps(string path, byte[]? before, byte[]? after) => [new ReplaceFront(path, before, after), new DropAside(path)];

    private static string Aside(string path, IJobContext job) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{job.Id}.front");

    private sealed class ReplaceFront(string path, byte[]? before, byte[]? after) : JobStep
    {
        public override string Name => "replace-front";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            try
            {
                await DurableFile.WriteAsync(Aside(path, job), before!, cancellationToken: cancellationToken);
                Write(after!);
            }
            catch (Exception e) when (SaveFailures.IsOfFile(e))
            {
                throw SaveFailures.Unwritable(e, Path.GetFileName(path), path);
            }
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var aside = Aside(path, job);
            if (File.Exists(aside))
            {
                Write(await File.ReadAllBytesAsync(aside, cancellationToken));
                DurableFile.Delete(aside);
            }
        }

        private void Write(byte[] front)
        {
            using SafeFileHandle file = PathWalk.OpenFile(path, FileAccess.ReadWrite);
            RandomAccess.Write(file, front, 0);
            RandomAccess.FlushToDisk(file);
        }
    }

    private sealed class DropAside(string path) : JobStep
    {
        public override string Name => "drop-aside";

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            DurableFile.Delete(Aside(path, job));
            return ValueTask.CompletedTask;
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
