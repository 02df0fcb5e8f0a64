using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pando.Qmp.Framing;

namespace Pando.Qmp.Tests.Framing;

public sealed class MessageReaderTests
{
    private const int Limit = 64 * 1024;

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Gen<string> Messages = Gen.OneOf(
        Gen.Elements(
            """{"return": {}}""",
            """{"return": {}, "id": "a-1"}""",
            """{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "STOP"}""",
            """{"event": "bức tranh 🖼 \n \u00e9"}"""),
        ArbMap.Default.GeneratorFor<string>().Select(text => JsonSerializer.Serialize(new { text })));

    [Fact]
    public void Any_split_of_the_bytes_gives_the_same_messages()
    {
        Gen<(string[] Messages, int[] Cuts)> streams =
            from messages in Messages.ArrayOf()
            from cuts in Gen.Choose(1, 40).ArrayOf()
            select (messages, cuts);

        Prop.ForAll(streams.ToArbitrary(), stream =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(stream.Messages.Select(m => m + "\r\n")));
            Outcome outcome = Await(ReadAllAsync(bytes, stream.Cuts));
            return outcome.Failure is null && outcome.Messages.SequenceEqual(stream.Messages);
        }).Check(Runs);
    }

    [Fact]
    public void Garbage_is_refused_as_garbage_or_read_and_never_hangs()
    {
        Gen<(byte[] Bytes, int[] Cuts)> streams =
            from pieces in Gen.OneOf(
                ArbMap.Default.GeneratorFor<byte[]>(),
                Messages.Select(Encoding.UTF8.GetBytes),
                Gen.Constant("\r\n"u8.ToArray()),
                Gen.Constant("{\"a\":\"\\ud800\"}\n"u8.ToArray()),
                Gen.Constant("\uFEFF{}\n"u8.ToArray()),
                Gen.Constant(Encoding.ASCII.GetBytes(new string('[', 500)))).ArrayOf()
            from cuts in Gen.Choose(1, 40).ArrayOf()
            select (pieces.SelectMany(p => p).ToArray(), cuts);

        Prop.ForAll(streams.ToArbitrary(), stream =>
        {
            Outcome outcome = Await(ReadAllAsync(stream.Bytes, stream.Cuts));
            return outcome.Failure is null or QmpProtocolException;
        }).Check(Runs);
    }

    [Fact]
    public void Every_object_is_classified_or_refused_as_garbage()
    {
        Gen<string> values = Gen.Elements(
            "{}", "[]", "1", "-1", "1e400", "null", "\"\"", "\"\\ud800\"", "true", "\"STOP\"", "\"SHUTDOWN\"",
            """{"seconds": 1, "microseconds": 2}""", """{"seconds": 9223372036854775807, "microseconds": 1}""",
            """{"class": "GenericError", "desc": "no"}""", """{"class": 1}""");
        Gen<string> objects =
            from members in Gen.Elements("event", "return", "error", "QMP", "id", "timestamp", "data")
                .Zip(values).ArrayOf()
            select $"{{{string.Join(',', members.Select(m => $"\"{m.Item1}\": {m.Item2}"))}}}";

        Prop.ForAll(objects.ToArbitrary(), text =>
        {
            try
            {
                return QmpMessage.From(JsonElement.Parse(text)) is not null;
            }
            catch (QmpProtocolException)
            {
                return true;
            }
        }).Check(Runs.WithMaxTest(2000));
    }

    [Fact]
    public async Task A_string_that_is_not_UTF8_is_found_before_anybody_takes_it_out()
    {
        Outcome outcome = await ReadAllAsync([.. "{\"a\":\""u8, 0xff, .. "\"}\n"u8], [4096]);

        Assert.IsType<QmpProtocolException>(outcome.Failure);
    }

    [Theory]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    public async Task A_message_up_to_the_limit_is_read_and_no_longer_one(int length, bool read)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("{\"a\":\"" + new string('x', length - 8) + "\"}");
        Outcome ended = await ReadAllAsync([.. bytes, (byte)'\n'], [4096]);
        Outcome endless = await ReadAllAsync(bytes, [4096]);

        Assert.Equal(read, ended.Failure is null);
        Assert.Equal(read ? 1 : 0, ended.Messages.Count);
        Assert.Equal(read, endless.Failure is null);
        Assert.Empty(endless.Messages);
    }

    /// <summary>Reads while it is written: inline schedulers let the reader see the bytes after every single cut.</summary>
    private static async Task<Outcome> ReadAllAsync(byte[] bytes, int[] cuts)
    {
        var pipe = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
        Task<Outcome> reading = ReadAllAsync(new MessageReader(pipe.Reader, Limit));
        int at = 0;
        for (int n = 0; at < bytes.Length && !reading.IsCompleted; n++)
        {
            int length = Math.Min(cuts.Length == 0 ? bytes.Length : cuts[n % cuts.Length], bytes.Length - at);
            await pipe.Writer.WriteAsync(bytes.AsMemory(at, length));
            at += length;
        }

        await pipe.Writer.CompleteAsync();
        return await reading;
    }

    private static async Task<Outcome> ReadAllAsync(MessageReader reader)
    {
        List<string> messages = [];
        try
        {
            while (await reader.ReadAsync(CancellationToken.None) is { } message)
            {
                messages.Add(message.GetRawText());
            }

            return new Outcome(messages, null);
        }
        catch (Exception e)
        {
            return new Outcome(messages, e);
        }
    }

    private static Outcome Await(Task<Outcome> reading) =>
        reading.WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();

    private sealed record Outcome(List<string> Messages, Exception? Failure);
}
