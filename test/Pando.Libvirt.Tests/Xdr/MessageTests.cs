using System.Reflection;
using FsCheck.Fluent;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.Libvirt.Tests.Described;

namespace Pando.Libvirt.Tests.Xdr;

/// <summary>Every message: what the description has on the wire is read as what it says, and written as the same bytes.</summary>
public sealed class MessageTests
{
    private static FsCheck.Gen<ulong> Seeds => Gen.Choose(0, int.MaxValue).Select(seed => (ulong)seed);

    [Fact]
    public void Every_type_of_message_is_tried()
    {
        var tried = Message.All.Select(message => message.Type).SelectMany(WithWhatItHolds).ToHashSet();
        var types = typeof(RemoteProgram).Assembly.GetTypes()
            .Where(type => type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IXdrValue<>)))
            // A union's values are of its type; errors and holes belong to packets, not to a procedure; nothing holds remote_error.
            .Where(type => type.DeclaringType is null && type.Namespace == typeof(RemoteProgram).Namespace)
            .Except([typeof(LibvirtError), typeof(StreamHole), typeof(Error)]);
        Assert.Empty(types.Except(tried));
        Assert.True(Message.All.Count > 500, $"{Message.All.Count} messages");
    }

    [Fact]
    public void Every_message_is_read_as_described_and_written_as_it_was() => Properties.Hold(Seeds, seed =>
    {
        foreach (var message in Message.All)
        {
            var example = new Example(message.Shape, seed);
            var value = message.Read(example.Bytes);
            Sameness.Assert(message.Shape, example.Said, value, message.Type.Name);
            Assert.True(example.Bytes.AsSpan().SequenceEqual(message.Write(value)), $"{message} of {example} is written as {Convert.ToHexString(message.Write(value))}");
        }
    }, times: 40);

    [Fact]
    public void A_message_that_ends_anywhere_or_goes_on_is_refused() => Properties.Hold(Seeds, seed =>
    {
        foreach (var message in Message.All)
        {
            var example = new Example(message.Shape, seed);
            for (var length = 0; length < example.Bytes.Length && length < 600; length++)
            {
                Refuses(message, example.Bytes.AsMemory(0, length), "cut");
            }
            for (var more = 1; more <= 8; more++)
            {
                Refuses(message, (byte[])[.. example.Bytes, .. new byte[more]], "longer");
            }
        }
    }, times: 1);

    [Fact]
    public void A_word_that_lies_is_refused_and_costs_nothing() => Properties.Hold(Seeds, seed =>
    {
        foreach (var message in Message.All)
        {
            var example = new Example(message.Shape, seed);
            foreach (var mark in example.Marks)
            {
                uint[] lies = mark.Kind switch
                {
                    MarkKind.Length or MarkKind.Count => [(uint)mark.Max, (uint)mark.Max + 1, int.MaxValue, 0x80000000, uint.MaxValue],
                    MarkKind.Presence => [2, 0x01000000, uint.MaxValue],
                    _ => [(uint)mark.Max + 1, 0x80000000, uint.MaxValue],
                };
                foreach (var lie in lies.Where(lie => lie * 4L > example.Bytes.Length || mark.Kind >= MarkKind.Presence))
                {
                    var bytes = (byte[])example.Bytes.Clone();
                    System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(mark.At), lie);
                    Refuses(message, bytes, $"{mark.Kind} {lie} at {mark.At}");
                }
            }
        }
    }, times: 2);

    [Fact]
    public void A_length_past_its_limit_is_refused_although_all_of_it_is_there()
    {
        // Zeros without end, for every list and text: what comes before the length is copied right before them.
        const int before = 1 << 16;
        var room = new byte[before + (1 << 25)];
        foreach (var message in Message.All)
        {
            var example = Enumerable.Range(0, 20).Select(seed => new Example(message.Shape, (ulong)seed)).MaxBy(one => one.Marks.Count)!;
            foreach (var mark in example.Marks.Where(mark => mark.Kind <= MarkKind.Count && mark.At < before - 4))
            {
                var start = before - mark.At - 4;
                example.Bytes.AsSpan(0, mark.At).CopyTo(room.AsSpan(start));
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(room.AsSpan(before - 4), (uint)mark.Max + 1);
                Refuses(message, room.AsMemory(start), $"{mark.Max + 1} at {mark.At}", prefix: mark.At + 4);
            }
        }
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused() => Properties.Hold(Seeds, seed =>
    {
        foreach (var message in Message.All)
        {
            var example = new Example(message.Shape, seed);
            foreach (var at in example.Texts)
            {
                var bytes = (byte[])example.Bytes.Clone();
                bytes[at] = 0xff;
                Refuses(message, bytes, $"0xff at {at}");
            }
        }
    }, times: 10);

    private static void Refuses(Message message, ReadOnlyMemory<byte> bytes, string why, int prefix = int.MaxValue)
    {
        const int exceptionAndRecords = 64 << 10;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exception? thrown = null;
        try
        {
            message.Read(bytes);
        }
        catch (Exception e)
        {
            thrown = e;
        }
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        var read = Math.Min(bytes.Length, prefix);
        Assert.True(thrown is XdrException, $"{message} ({why}): {thrown?.ToString() ?? "was read"}: {Convert.ToHexString(bytes.Span[..Math.Min(read, 1000)])}");
        Assert.True(taken < exceptionAndRecords + (32L * read), $"{message} ({why}) took {taken} bytes");
    }

    private static IEnumerable<Type> WithWhatItHolds(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.PropertyType)
            .SelectMany(one => one.IsGenericType ? one.GetGenericArguments() : [one])
            .Where(one => one.Namespace == typeof(RemoteProgram).Namespace && one != type)
            .SelectMany(WithWhatItHolds).Append(type);
}
