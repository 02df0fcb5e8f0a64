using System.Net.Sockets;
using System.Text.Json;
using Pando.GuestAgent.Framing;

namespace Pando.GuestAgent;

/// <summary>One command on the wire: synchronised, sent, answered.</summary>
public sealed partial class AgentSession
{
    // No byte of UTF-8: the agent's parser begins anew behind it, and it marks the answer to a synchronisation.
    private const byte Sentinel = 0xff;

    private async Task<JsonElement> ExchangeAsync(
        string command, byte[] line, bool answersSuccess, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var wait = limit ?? _options.CommandLimit;
        using var call = new Patience(_options.TimeProvider, cancellationToken);
        var sent = false;
        var turn = false;
        try
        {
            call.Begin(wait + _options.SyncLimit);
            await _turn.WaitAsync(call.Token);
            turn = true;
            call.Begin(_options.SyncLimit);
            await SynchroniseAsync(command, call.Token);
            call.Begin(wait);
            sent = true;
            await SendAsync(line, call.Token);
            return answersSuccess ? await AnswerAsync(command, call.Token) : await NoRefusalAsync(command, call.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgentTimeoutException(command, call.Limit, sent);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            Close();
            throw new AgentClosedException(command, e);
        }
        catch (AnswerTooLongException e)
        {
            Close();
            throw new AgentProtocolException(e.Message, command, e);
        }
        catch (AgentProtocolException)
        {
            Close();
            throw;
        }
        finally
        {
            if (turn)
            {
                _turn.Release();
            }
        }
    }

    private async Task SynchroniseAsync(string command, CancellationToken cancellationToken)
    {
        var id = NewSyncId();
        await SendAsync((byte[])[Sentinel, .. SyncLine(id)], cancellationToken);
        var left = _options.AnswerLimitBytes;
        while (true)
        {
            // Late answers, and the complaint of an agent about what the sentinel cut off.
            left -= await _input.SkipPastAsync(Sentinel, left, cancellationToken);
            if (await IsAnswerToAsync(id, command, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>An answer to an earlier synchronisation, whose caller gave up, has another id.</summary>
    private async Task<bool> IsAnswerToAsync(long id, string command, CancellationToken cancellationToken)
    {
        var line = await _input.ReadToAsync(NewLine, _options.AnswerLimitBytes, cancellationToken);
        return AgentAnswer.Read(line.Span, command) is AgentAnswer.Return { Value: { ValueKind: JsonValueKind.Number } value }
            && value.TryGetInt64(out var answered) && answered == id;
    }

    private async Task<JsonElement> AnswerAsync(string command, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await _input.ReadToAsync(NewLine, _options.AnswerLimitBytes, cancellationToken);
            switch (AgentAnswer.Read(line.Span, command))
            {
                case AgentAnswer.Return done:
                    return done.Value;
                case AgentAnswer.Error refused:
                    throw new AgentErrorException(command, refused.ErrorClass, refused.Description);
            }
        }
    }

    /// <summary>
    /// Whether the command was refused: the agent answers in order, so that what comes before the answer to a synchronisation
    /// sent behind it is the refusal. One that goes away or falls silent has done what it was asked.
    /// </summary>
    private async Task<JsonElement> NoRefusalAsync(string command, CancellationToken cancellationToken)
    {
        try
        {
            // Without the sentinel in front, which some agents complain about.
            await SendAsync(SyncLine(NewSyncId()), cancellationToken);
            var before = await _input.ReadToAsync(Sentinel, _options.AnswerLimitBytes, cancellationToken);
            if (FirstAnswer(before, command) is AgentAnswer.Error refused)
            {
                throw new AgentErrorException(command, refused.ErrorClass, refused.Description);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            Close();
        }
        catch (OperationCanceledException)
        {
            // Silent: asleep, or on its way down.
        }
        return JsonElement.Parse("{}");
    }

    private static AgentAnswer? FirstAnswer(ReadOnlyMemory<byte> said, string command)
    {
        foreach (var range in said.Span.Split(NewLine))
        {
            if (AgentAnswer.Read(said.Span[range], command) is { } answer)
            {
                return answer;
            }
        }
        return null;
    }

    private static byte[] SyncLine(long id) => Line(writer =>
    {
        writer.WriteString("execute"u8, "guest-sync-delimited");
        writer.WriteStartObject("arguments"u8);
        writer.WriteNumber("id"u8, id);
        writer.WriteEndObject();
    });

    // A line that was cut short by a caller's going away is ended by the sentinel of the next synchronisation.
    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }
}
