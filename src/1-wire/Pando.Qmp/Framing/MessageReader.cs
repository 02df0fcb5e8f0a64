using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;

namespace Pando.Qmp.Framing;

/// <summary>
/// Takes QMP messages from a byte stream. QEMU writes each message on one line that ends in CR LF
/// (docs/interop/qmp-spec.rst, "General Definitions"; pretty printing is off unless asked for).
/// </summary>
internal sealed class MessageReader(PipeReader input, int limitBytes)
{
    private const byte NewLine = (byte)'\n';

    /// <summary>How much of the unfinished line was searched already, so that a long line costs linear time.</summary>
    private long _searched;

    /// <summary>The next message, or null at the end of the stream. A line that the end cuts off is not a message.</summary>
    public async ValueTask<JsonElement?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            if (read.IsCanceled)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            ReadOnlySequence<byte> buffer = read.Buffer;
            if (TryTakeLine(buffer, out ReadOnlySequence<byte> line))
            {
                JsonElement? message = Parse(line);
                input.AdvanceTo(buffer.GetPosition(1, line.End));
                if (message is not null)
                {
                    return message;
                }

                continue;
            }

            if (buffer.Length > limitBytes)
            {
                throw TooLong();
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private bool TryTakeLine(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        SequencePosition? end = buffer.Slice(_searched).PositionOf(NewLine);
        if (end is null)
        {
            _searched = buffer.Length;
            line = default;
            return false;
        }

        _searched = 0;
        line = buffer.Slice(buffer.Start, end.Value);
        return line.Length > limitBytes ? throw TooLong() : true;
    }

    private static JsonElement? Parse(ReadOnlySequence<byte> line)
    {
        byte[]? rented = line.IsSingleSegment ? null : ArrayPool<byte>.Shared.Rent((int)line.Length);
        try
        {
            ReadOnlySpan<byte> text = line.FirstSpan;
            if (rented is not null)
            {
                line.CopyTo(rented);
                text = rented.AsSpan(0, (int)line.Length);
            }

            return ParseObject(text);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static JsonElement? ParseObject(ReadOnlySpan<byte> text)
    {
        if (text.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        // JSON's reader checks UTF-8 only when a string is taken out, too late to call it garbage.
        if (!Utf8.IsValid(text))
        {
            throw new QmpProtocolException("a message is not UTF-8");
        }

        JsonElement message;
        try
        {
            message = JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new QmpProtocolException("a message is not JSON", inner: e);
        }

        return message.ValueKind == JsonValueKind.Object
            ? message
            : throw new QmpProtocolException("a message is not a JSON object");
    }

    private QmpProtocolException TooLong() => new($"a message has more than {limitBytes} bytes");
}
