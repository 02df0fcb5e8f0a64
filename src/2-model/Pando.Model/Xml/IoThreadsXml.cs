using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>iothreads</c>, <c>iothreadids</c> and <c>defaultiothread</c> elements.</summary>
internal static class IoThreadsXml
{
    private const int Most = 1024;
    private const int MostWorkers = 4096;

    /// <summary>All of them: those without a number of their own get the first that are free.</summary>
    public static EquatableArray<IoThreadDefinition> Read(ElementReader domain)
    {
        var count = domain.Child("iothreads") is { } element ? (int)element.TextNumber(0, Most) : 0;
        var threads = domain.Child("iothreadids") is { } ids ? ids.Children("iothread").Select(Thread).ToList() : [];
        var taken = threads.Select(thread => thread.Id).ToHashSet();
        for (var id = 1; threads.Count < count; id++)
        {
            if (taken.Add(id))
            {
                threads.Add(new IoThreadDefinition(id));
            }
        }
        return [.. threads];
    }

    public static DefaultIoThread? Default(ElementReader domain)
    {
        if (domain.Child("defaultiothread") is not { } element)
        {
            return null;
        }
        var (least, most) = Workers(element);
        return least is null && most is null ? null : new DefaultIoThread(least, most);
    }

    public static IEnumerable<XElement?> Write(DomainDefinition definition)
    {
        var threads = definition.IoThreads.Items;
        return
        [
            threads.IsEmpty ? null : Text("iothreads", threads.Length.ToString(CultureInfo.InvariantCulture)),
            threads.Where((thread, index) => thread != new IoThreadDefinition(index + 1)).Any()
                ? new XElement("iothreadids", threads.Select(Element))
                : null,
            definition.DefaultIoThread is not { } main ? null : new XElement("defaultiothread",
                Attribute("thread_pool_min", main.ThreadPoolMin), Attribute("thread_pool_max", main.ThreadPoolMax)),
        ];
    }

    private static XElement Element(IoThreadDefinition thread) => new("iothread",
        Attribute("id", thread.Id), Attribute("thread_pool_min", thread.ThreadPoolMin), Attribute("thread_pool_max", thread.ThreadPoolMax),
        thread.Polling is not { } polling ? null : new XElement("poll",
            Attribute("max", polling.MaxNanoseconds), Attribute("grow", polling.Grow), Attribute("shrink", polling.Shrink)));

    private static IoThreadDefinition Thread(ElementReader element)
    {
        var id = element.Number("id", 1) ?? throw element.Missing("@id");
        element.Claim("iothread", id.ToString(CultureInfo.InvariantCulture));
        var (least, most) = Workers(element);
        return new IoThreadDefinition(id) { ThreadPoolMin = least, ThreadPoolMax = most, Polling = element.Child("poll") is { } poll ? Polling(poll) : null };
    }

    private static IoThreadPolling? Polling(ElementReader poll)
    {
        var polling = new IoThreadPolling(
            poll.LongNumber("max", 0, long.MaxValue), poll.LongNumber("grow", 0, long.MaxValue), poll.LongNumber("shrink", 0, long.MaxValue));
        return polling == new IoThreadPolling(null) ? null : polling;
    }

    private static (int? Least, int? Most) Workers(ElementReader element)
    {
        var (least, most) = (element.Number("thread_pool_min", 0, MostWorkers), element.Number("thread_pool_max", 0, MostWorkers));
        return least > most
            ? throw element.BadValue("thread_pool_min", least.Value.ToString(CultureInfo.InvariantCulture), $"≤ {most} (thread_pool_max)")
            : (least, most);
    }
}
