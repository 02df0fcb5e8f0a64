using System.Collections;

namespace Pando.Libvirt.Tests.Described;

/// <summary>Values with one thing in them that the protocol has no room for, by one byte or one item.</summary>
internal static class TooLarge
{
    private static readonly Dictionary<int, string> Texts = [];
    private static readonly Dictionary<int, ReadOnlyMemory<byte>> Data = [];

    /// <summary>Each way in which a value of this shape can be too large, and where it is.</summary>
    public static IEnumerable<(string Where, object? Value)> Of(Shape shape, Type type, object? value, string path = "")
    {
        switch (shape)
        {
            case Shape.Text text:
                return [(path, TextOf(text.Max + 1))];
            // Both have a zero behind them.
            case Shape.SpreadField field:
                return [(path, TextOf(field.Length))];
            case Shape.SpreadText spread:
                return [(path, TextOf(spread.Max))];
            case Shape.Opaque opaque:
                return [(path, DataOf(opaque.Max + 1))];
            case Shape.Maybe maybe:
                return value is null && maybe.Value is not Shape.Text ? [] : Of(maybe.Value, Nullable.GetUnderlyingType(type) ?? type, value, path);
            case Shape.Choice choice:
                return OfChoice(choice, value!, path);
            case Shape.Record record:
                return OfFields(record, value!, path);
            case Shape.ListOf list:
                return OfList(list, type.GetGenericArguments()[0], (IEnumerable)value!, path);
            default:
                return [];
        }
    }

    private static IEnumerable<(string Where, object? Value)> OfFields(Shape.Record record, object value, string path)
    {
        var constructor = value.GetType().GetConstructors().Single();
        var parameters = constructor.GetParameters();
        var parts = parameters.Select(parameter => value.GetType().GetProperty(parameter.Name!)!.GetValue(value)).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            foreach (var (where, large) in Of(record.Fields[i].Shape, parameters[i].ParameterType, parts[i], $"{path}.{record.Fields[i].Name}"))
            {
                var changed = (object?[])parts.Clone();
                changed[i] = large;
                yield return (where, constructor.Invoke(changed));
            }
        }
    }

    private static IEnumerable<(string Where, object? Value)> OfChoice(Shape.Choice choice, object value, string path)
    {
        var one = choice.Cases.Single(one => one.Case.EndsWith("_" + value.GetType().Name, StringComparison.OrdinalIgnoreCase));
        var property = value.GetType().GetProperty("Value")!;
        return Of(one.Shape, property.PropertyType, property.GetValue(value), path).Select(large => (large.Where, (object?)Activator.CreateInstance(value.GetType(), large.Value)));
    }

    private static IEnumerable<(string Where, object? Value)> OfList(Shape.ListOf list, Type item, IEnumerable items, string path)
    {
        yield return (path, Activator.CreateInstance(typeof(CountOnly<>).MakeGenericType(item), list.Max + 1));
        var first = items.Cast<object?>().Take(1).ToArray();
        foreach (var (where, large) in first.SelectMany(one => Of(list.Item, item, one, path + "[0]")))
        {
            var array = Array.CreateInstance(item, 1);
            array.SetValue(large, 0);
            yield return (where, array);
        }
    }

    private static string TextOf(int length) => Texts.TryGetValue(length, out var text) ? text : Texts[length] = new string('x', length);

    private static ReadOnlyMemory<byte> DataOf(int length) => Data.TryGetValue(length, out var data) ? data : Data[length] = new byte[length];

    /// <summary>A list of so many items, none of which may be asked for.</summary>
    private sealed class CountOnly<T>(int count) : IReadOnlyList<T>
    {
        public int Count => count;

        public T this[int index] => throw new InvalidOperationException("An item was asked for.");

        public IEnumerator<T> GetEnumerator() => throw new InvalidOperationException("The items were asked for.");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
