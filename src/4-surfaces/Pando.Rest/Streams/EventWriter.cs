using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Pando.Api.Problems;
using Pando.Model.Events;
using Pando.Rest.Answers;

namespace Pando.Rest.Streams;

/// <summary>
/// Writes server-sent events (the HTML standard, 9.2). A client that does not read fills its own connection's buffer, and
/// is cut off when that has not emptied within the limit.
/// </summary>
internal sealed class EventWriter(PipeWriter output, TimeSpan limit, TimeProvider time)
{
    private const int FlushAt = 16 * 1024;

    /// <summary>Whether something waits to be sent.</summary>
    public bool IsPending => output.UnflushedBytes > 0;

    /// <summary>Whether so much waits that it should be sent now.</summary>
    public bool IsFull => output.UnflushedBytes >= FlushAt;

    /// <summary>One event.</summary>
    public void Write(PandoEvent happened)
    {
        WriteText(string.Create(CultureInfo.InvariantCulture, $"id: {happened.Sequence}\nevent: {happened.Type}\ndata: "));
        var wire = new Pando.Api.Events.PandoEvent
        {
            Sequence = happened.Sequence,
            At = happened.At,
            Type = happened.Type,
            Subject = happened.Subject,
            Data = happened.Data,
        };
        JsonAnswer.Write(output, wire);
        WriteText("\n\n");
    }

    /// <summary>The last event: why the stream ends.</summary>
    public void Write(Problem problem)
    {
        WriteText("event: problem\ndata: ");
        JsonAnswer.Write(output, problem);
        WriteText("\n\n");
    }

    /// <summary>A comment: shows both ends that the connection lives.</summary>
    public void WriteComment(string text) => WriteText($": {text}\n\n");

    /// <summary>Sends what was written; throws <see cref="TimeoutException"/> when the client does not take it.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flush = output.FlushAsync(cancellationToken);
        if (!flush.IsCompletedSuccessfully)
        {
            await flush.AsTask().WaitAsync(limit, time, cancellationToken);
        }
    }

    private void WriteText(string text) => Encoding.UTF8.GetBytes(text, output);
}
