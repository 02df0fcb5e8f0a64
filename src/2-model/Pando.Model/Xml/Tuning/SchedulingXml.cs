using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Tuning;

/// <summary>The <c>vcpusched</c>, <c>iothreadsched</c> and <c>emulatorsched</c> elements.</summary>
internal static class SchedulingXml
{
    private const int MostPriority = 99;

    public static ThreadScheduling Read(ElementReader element)
    {
        var policy = element.RequiredWord<SchedulerPolicy>("scheduler");
        if (policy is not (SchedulerPolicy.Fifo or SchedulerPolicy.RoundRobin))
        {
            element.Ignore("priority");
            return new ThreadScheduling(policy);
        }
        return new ThreadScheduling(policy, element.Number("priority", 1, MostPriority) ?? throw element.Missing("@priority"));
    }

    /// <summary>One for each thread that an element lists, by its number.</summary>
    public static EquatableArray<NumberedScheduling> ReadNumbered(ElementReader tuning, string name, string attribute, Func<int, bool> exists)
    {
        var all = new List<NumberedScheduling>();
        foreach (var element in tuning.Children(name))
        {
            var numbers = element.RequiredNumbers(attribute);
            var scheduling = Read(element);
            foreach (var number in numbers.Numbers)
            {
                if (!exists(number))
                {
                    throw element.BadValue(attribute, numbers.ToString(), attribute == "vcpus" ? "< /domain/vcpu" : "/domain/iothreadids/iothread/@id");
                }
                element.Claim(name, number.ToString(CultureInfo.InvariantCulture));
                all.Add(new NumberedScheduling(number, scheduling));
            }
        }
        return [.. all.OrderBy(thread => thread.Thread)];
    }

    public static XElement Write(string name, XAttribute? threads, ThreadScheduling scheduling) => new(name,
        threads, Word<SchedulerPolicy>("scheduler", scheduling.Policy), Attribute("priority", scheduling.Priority));
}
